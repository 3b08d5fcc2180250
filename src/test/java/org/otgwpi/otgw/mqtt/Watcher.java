package org.otgwpi.otgw.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another client of the broker: sees every message and can send some. */
public final class Watcher implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Mqtt3BlockingClient client;
    private final List<String> messages = new ArrayList<>();
    private final Map<String, String> newest = new HashMap<>();

    public Watcher(int port) {
        client = MqttClient.builder()
                .useMqttVersion3()
                .identifier("watcher-" + UUID.randomUUID())
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildBlocking();
        client.toAsync().publishes(MqttGlobalPublishFilter.ALL, this::arrived, Runnable::run);
        client.connect();
        client.subscribeWith().topicFilter("#").qos(MqttQos.AT_MOST_ONCE).send();
    }

    private synchronized void arrived(Mqtt3Publish publish) {
        String topic = publish.getTopic().toString();
        String payload = new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
        messages.add((publish.isRetain() ? "retained " : "") + topic + " = " + payload);
        newest.put(topic, payload);
        notifyAll();
    }

    /** All messages so far, {@code topic = payload}, with "retained" before those that the broker had kept. */
    public synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    public synchronized @Nullable String newest(String topic) {
        return newest.get(topic);
    }

    /** Waits until the newest message on {@code topic} is {@code payload}. */
    public synchronized void await(String topic, String payload) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!payload.equals(newest.get(topic))) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException("no " + payload + " on " + topic + ", but " + newest.get(topic));
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized void forget() {
        messages.clear();
        newest.clear();
    }

    void send(String topic, byte[] payload, boolean retained) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .retain(retained)
                .send();
    }

    void send(String topic, String payload) {
        send(topic, payload.getBytes(StandardCharsets.UTF_8), false);
    }

    @Override
    public void close() {
        if (client.getState().isConnected()) {
            client.disconnect();
        }
    }
}
