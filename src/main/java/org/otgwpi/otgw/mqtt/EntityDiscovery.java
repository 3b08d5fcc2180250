package org.otgwpi.otgw.mqtt;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Discovery as the original does it: one retained message for each entity, after the first value of its data id
 * (otgw-core 5.9). Not thread-safe.
 */
final class EntityDiscovery implements Discovery {

    private final EntityTable table;
    private final Ledger ledger;
    private final Outbox outbox;
    private final BitSet announced = new BitSet();
    private final Set<String> sensors = new LinkedHashSet<>();
    private Names names;

    EntityDiscovery(EntityTable table, Ledger ledger, Outbox outbox, Names names) {
        this.table = table;
        this.ledger = ledger;
        this.outbox = outbox;
        this.names = names;
    }

    @Override
    public void start(Names changed) {
        names = changed;
        announced.clear();
        sensors.clear();
        ledger.entries().values().stream()
                .filter(entry -> entry.isDevice() && entry.belongsTo(names))
                .forEach(this::takeOver);
    }

    /** What stood in the device message is announced in this form at once, or Home Assistant would lose it. */
    private void takeOver(Ledger.Entry device) {
        device.parts().forEach((key, part) -> {
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
        List<Entity> entities = announced.get(id) ? List.of() : table.of(id);
        if (entities.isEmpty()) {
            return false;
        }
        announced.set(id);
        entities.forEach(entity -> announce(entity, ""));
        return true;
    }

    @Override
    public boolean sensors(Set<String> addresses) {
        for (Map.Entry<String, Ledger.Entry> each : ledger.entries().entrySet()) {
            Ledger.Entry entry = each.getValue();
            if (entry.id() == Outbox.SENSORS && entry.belongsTo(names) && !addresses.contains(entry.sensor())) {
                retract(each.getKey());
                sensors.remove(entry.sensor());
            }
        }
        boolean news = false;
        for (String address : addresses) {
            if (sensors.add(address)) {
                table.of(Outbox.SENSORS).forEach(entity -> announce(entity, address));
                news = true;
            }
        }
        announced.set(Outbox.SENSORS, !sensors.isEmpty());
        return news;
    }

    @Override
    public void again() {
        for (Entity entity : table.all()) {
            if (entity.id() == Outbox.SENSORS) {
                sensors.forEach(address -> announce(entity, address));
            } else if (announced.get(entity.id())) {
                announce(entity, "");
            }
        }
    }

    @Override
    public void everything() {
        for (Entity entity : table.all()) {
            if (entity.id() != Outbox.SENSORS) {
                announced.set(entity.id());
            }
        }
        again();
    }

    @Override
    public void switchedOff(int id) {
        announced.clear(id);
        if (id == Outbox.SENSORS) {
            sensors.clear();
        }
        ledger.entries().forEach((topic, entry) -> {
            if (entry.id() == id && !entry.isDevice()) {
                retract(topic);
            }
        });
    }

    @Override
    public void tick(long nowNanos) {
        // Everything was sent when it was said.
    }

    @Override
    public long dueInNanos(long nowNanos) {
        return Long.MAX_VALUE;
    }

    @Override
    public BitSet announced() {
        return (BitSet) announced.clone();
    }

    private void announce(Entity entity, String sensor) {
        String topic = entity.topic(names, sensor);
        ledger.put(topic, new Ledger.Entry(names.prefix(), names.nodeId(), entity.id(), sensor, Map.of()));
        outbox.add(new Outgoing(topic, entity.payload(names, sensor), true, Outbox.CONFIG));
    }

    private void retract(String topic) {
        outbox.add(new Outgoing(topic, "", true, Outbox.CONFIG));
    }
}
