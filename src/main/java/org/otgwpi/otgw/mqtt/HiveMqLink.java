package org.otgwpi.otgw.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectRestrictions;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictions;
import io.reactivex.disposables.Disposable;
import io.reactivex.processors.UnicastProcessor;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A {@link BrokerLink} over the client library of HiveMQ: MQTT 3.1.1, clean session, keep-alive 60 s, QoS 0. */
final class HiveMqLink implements BrokerLink {

    private static final int KEEP_ALIVE_SECONDS = 60;

    /**
     * The library drops the connection before it reads a larger packet into memory. The option is of MQTT 5, where the
     * broker is told of it; the library's decoder heeds it in MQTT 3.1.1 too.
     */
    private static final Mqtt3ConnectRestrictions RESTRICTIONS =
            (Mqtt3ConnectRestrictions) Mqtt5ConnectRestrictions.builder()
                    .maximumPacketSize(MOST_PACKET_BYTES)
                    .build();

    private final LinkOptions options;
    private final Listener listener;
    private final Executor network;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** One stream for all messages of the connection: a stream for each costs more than the message. */
    private final UnicastProcessor<Mqtt3Publish> outgoing = UnicastProcessor.create();

    /** What is not yet written, in the order of {@link #outgoing}, which is that of the library's results. */
    private final Queue<CompletableFuture<@Nullable Void>> unwritten = new ConcurrentLinkedQueue<>();

    private final Map<String, MqttTopic> topics = new HashMap<>();
    private volatile @Nullable Mqtt3AsyncClient client;

    /** @param network the event loop group on which the library is to work */
    HiveMqLink(LinkOptions options, Listener listener, Executor network) {
        this.options = options;
        this.listener = listener;
        this.network = network;
    }

    /** On a thread of its own, because asking the DNS and reading certificates may take long. */
    @Override
    public void open() {
        Thread.ofPlatform().name("mqtt-lookup").daemon().start(this::lookUp);
    }

    /** Each connection asks the DNS again. */
    private void lookUp() {
        InetSocketAddress broker = new InetSocketAddress(options.host(), options.port());
        if (broker.isUnresolved()) {
            end(new UnknownHostException(options.host()));
        } else if (!ended.get()) {
            connect(broker);
        }
    }

    private void connect(InetSocketAddress broker) {
        try {
            Mqtt3AsyncClient opened = build(broker);
            client = opened;
            opened.publishes(MqttGlobalPublishFilter.ALL, this::arrived, Runnable::run);
            CompletableFuture<?> unused = opened.connectWith()
                    .cleanSession(true)
                    .keepAlive(KEEP_ALIVE_SECONDS)
                    .restrictions(RESTRICTIONS)
                    .send()
                    .whenComplete((accepted, problem) -> {
                        if (problem != null) {
                            end(problem);
                        } else if (ended.get()) {
                            CompletableFuture<?> unusedFarewell = opened.disconnect();
                        } else {
                            stream(opened);
                            listener.connected(this);
                        }
                    });
        } catch (CertificateProblem e) {
            if (!ended.getAndSet(true)) {
                listener.ended(this, e.sentence(), false);
            }
        }
    }

    private Mqtt3AsyncClient build(InetSocketAddress broker) throws CertificateProblem {
        Mqtt3ClientBuilder builder = MqttClient.builder()
                .useMqttVersion3()
                .identifier(options.clientId())
                .transportConfig(transport(broker))
                .executorConfig(MqttClientExecutorConfig.builder()
                        .nettyExecutor(network)
                        .applicationScheduler(new SameThread())
                        .build())
                .addDisconnectedListener(context -> end(context.getCause()));
        if (!options.user().isEmpty()) {
            builder = builder.simpleAuth()
                    .username(options.user())
                    .password(options.password().getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        return builder.willPublish()
                .topic(options.willTopic())
                .qos(MqttQos.AT_MOST_ONCE)
                .payload("offline".getBytes(StandardCharsets.UTF_8))
                .retain(true)
                .applyWillPublish()
                .buildAsync();
    }

    /** The address keeps the name, against which TLS checks the certificate. */
    private MqttClientTransportConfig transport(InetSocketAddress broker) throws CertificateProblem {
        MqttClientTransportConfigBuilder transport = MqttClientTransportConfig.builder()
                .serverAddress(broker)
                .socketConnectTimeout(options.answerMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(options.answerMillis(), TimeUnit.MILLISECONDS);
        if (options.tls()) {
            transport = transport.sslConfig(MqttClientSslConfig.builder()
                    .trustManagerFactory(
                            options.caFile().isEmpty() ? null : TrustedCertificates.ofFile(options.caFile()))
                    .handshakeTimeout(options.answerMillis(), TimeUnit.MILLISECONDS)
                    .build());
        }
        return transport.build();
    }

    private void stream(Mqtt3AsyncClient to) {
        Disposable unused = to.toRx().publish(outgoing).subscribe(this::written, this::failed);
    }

    private void written(Mqtt3PublishResult result) {
        CompletableFuture<@Nullable Void> waiting = unwritten.poll();
        if (waiting == null) {
            return;
        }
        Throwable problem = result.getError().orElse(null);
        if (problem == null) {
            waiting.complete(null);
        } else {
            waiting.completeExceptionally(problem);
        }
    }

    /** Nothing that is unwritten will be. */
    private void failed(Throwable problem) {
        for (var waiting = unwritten.poll(); waiting != null; waiting = unwritten.poll()) {
            waiting.completeExceptionally(problem);
        }
    }

    private void arrived(Mqtt3Publish publish) {
        ByteBuffer payload = publish.getPayload().orElse(ByteBuffer.allocate(0));
        int length = payload.remaining();
        byte[] start = new byte[Math.min(length, MOST_PAYLOAD_BYTES)];
        payload.get(start);
        listener.message(publish.getTopic().toString(), start, length, publish.isRetain());
    }

    private void end(Throwable cause) {
        if (!ended.getAndSet(true)) {
            listener.ended(this, LinkProblem.sentence(options, cause), LinkProblem.isTooLarge(cause));
        }
        failed(cause);
    }

    @Override
    public void subscribe(String filter) {
        Mqtt3AsyncClient open = client;
        if (open != null) {
            CompletableFuture<?> unused = open.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.AT_MOST_ONCE)
                    .send();
        }
    }

    @Override
    public CompletableFuture<@Nullable Void> publish(String topic, byte[] payload, boolean retained) {
        if (client == null || ended.get()) {
            return CompletableFuture.failedFuture(new IllegalStateException("The link is not open"));
        }
        CompletableFuture<@Nullable Void> writing = new CompletableFuture<>();
        unwritten.add(writing);
        outgoing.onNext(Mqtt3Publish.builder()
                .topic(topic(topic))
                .qos(MqttQos.AT_MOST_ONCE)
                .retain(retained)
                .payload(payload)
                .build());
        if (ended.get()) {
            failed(new IllegalStateException("The link ended"));
        }
        return writing;
    }

    private MqttTopic topic(String text) {
        if (topics.size() == Outbox.MOST_TOPICS) {
            topics.clear();
        }
        return topics.computeIfAbsent(text, MqttTopic::of);
    }

    @Override
    public CompletableFuture<@Nullable Void> close() {
        ended.set(true);
        Mqtt3AsyncClient open = client;
        if (open == null) {
            return CompletableFuture.completedFuture(null);
        }
        return open.disconnect().thenApply(gone -> null);
    }
}
