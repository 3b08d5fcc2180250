package org.otgwpi.otgw.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Discovery by one device message that grows with each data id seen. What was announced at an earlier start stays in
 * it. Changes within a second go into one message. Not thread-safe.
 */
final class DeviceDiscovery implements Discovery {

    private static final long COLLECT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DeviceMessage message;
    private final EntityTable entities;
    private final Ledger ledger;
    private final Outbox outbox;
    private final BitSet announced = new BitSet();
    private final Set<String> sensors = new LinkedHashSet<>();
    private Names names;
    private boolean changed;
    private boolean collecting;
    private long dueNanos;

    DeviceDiscovery(DeviceMessage message, EntityTable entities, Ledger ledger, Outbox outbox, Names names) {
        this.message = message;
        this.entities = entities;
        this.ledger = ledger;
        this.outbox = outbox;
        this.names = names;
    }

    @Override
    public void start(Names changedNames) {
        names = changedNames;
        announced.clear();
        sensors.clear();
        for (Ledger.Entry entry : ledger.entries().values()) {
            if (entry.belongsTo(names)) {
                remember(entry);
            }
        }
        changed = true;
    }

    private void remember(Ledger.Entry entry) {
        if (entry.id() >= 0) {
            announced.set(entry.id());
        }
        if (!entry.sensor().isEmpty()) {
            sensors.add(entry.sensor());
        }
        entry.parts().forEach((key, part) -> {
            if (part.id() >= 0) {
                announced.set(part.id());
            }
            if (part.id() == Outbox.SENSORS) {
                sensors.add(key);
            }
        });
    }

    @Override
    public boolean seen(int id) {
        if (announced.get(id) || !message.has(id)) {
            return false;
        }
        announced.set(id);
        changed = true;
        return true;
    }

    @Override
    public boolean sensors(Set<String> addresses) {
        boolean news = sensors.retainAll(addresses);
        news |= sensors.addAll(addresses);
        changed |= news;
        return news;
    }

    @Override
    public void again() {
        changed = true;
    }

    @Override
    public void everything() {
        for (Entity entity : entities.all()) {
            announced.set(entity.id());
        }
        announced.set(0, Outbox.PULSES);
        changed = true;
    }

    @Override
    public void switchedOff(int id) {
        announced.clear(id);
        if (id == Outbox.SENSORS) {
            sensors.clear();
        }
        changed = true;
    }

    @Override
    public void tick(long nowNanos) {
        if (changed && !collecting) {
            collecting = true;
            dueNanos = nowNanos + COLLECT_NANOS;
        }
        if (collecting && nowNanos - dueNanos >= 0) {
            collecting = false;
            changed = false;
            send();
        }
    }

    @Override
    public long dueInNanos(long nowNanos) {
        if (collecting) {
            return Math.max(0, dueNanos - nowNanos);
        }
        return changed ? 0 : Long.MAX_VALUE;
    }

    @Override
    public BitSet announced() {
        return (BitSet) announced.clone();
    }

    /** Home Assistant takes away a component of which only the platform is left. */
    private void send() {
        Map<String, ObjectNode> components = new LinkedHashMap<>();
        Map<String, Ledger.Component> parts = new LinkedHashMap<>();
        message.parts(names, announced, sensors).forEach((key, part) -> {
            components.put(key, part.options());
            parts.put(key, new Ledger.Component(part.options().path("p").asText(), part.id()));
        });
        String topic = names.deviceTopic();
        Ledger.Entry before = ledger.entries().get(topic);
        if (before != null) {
            before.parts()
                    .forEach((key, part) -> components.computeIfAbsent(
                            key, gone -> JsonNodeFactory.instance.objectNode().put("p", part.platform())));
        }
        ledger.put(topic, new Ledger.Entry(names.prefix(), names.nodeId(), DeviceMessage.ALWAYS, "", parts));
        outbox.add(new Outgoing(topic, message.payload(names, components), true, Outbox.CONFIG));
    }
}
