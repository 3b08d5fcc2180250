package org.otgwpi.otgw.mqtt;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttDecodeException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says why a connection to a broker failed. */
final class LinkProblem {

    private LinkProblem() {}

    /** What went wrong and what the user can do, in one sentence. */
    static String sentence(LinkOptions options, Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            String sentence = ofCause(options, cause);
            if (sentence != null) {
                return sentence;
            }
        }
        return "The connection to the MQTT broker " + options.broker() + " failed: " + problem.getMessage() + ".";
    }

    private static @Nullable String ofCause(LinkOptions options, Throwable cause) {
        String broker = options.broker();
        return switch (cause) {
            case UnknownHostException e ->
                "The name of the MQTT broker, " + options.host()
                        + ", does not resolve: check the setting mqttbroker and the network's DNS.";
            case NoRouteToHostException e ->
                "There is no way to the MQTT broker " + broker + ": check the address and the network.";
            case ConnectException e -> unreachable(broker, String.valueOf(e.getMessage()));
            case SSLException e ->
                "TLS with the MQTT broker " + broker + " failed (" + cause.getMessage()
                        + "): check the settings mqtttls, mqttcafile and mqttbrokerport.";
            case Mqtt3ConnAckException e -> refused(options, e);
            case TimeoutException e -> silent(broker);
            case MqttDecodeException e -> unreadable(broker, String.valueOf(e.getMessage()));
            case ConnectionClosedException e -> "The connection to the MQTT broker " + broker + " is gone.";
            default ->
                String.valueOf(cause.getMessage()).startsWith("Timeout while waiting for CONNACK")
                        ? silent(broker)
                        : null;
        };
    }

    /** The network library tells a time-out by its message only. */
    private static String unreachable(String broker, String message) {
        return message.contains("timed out")
                ? "The MQTT broker " + broker + " does not answer: is it switched on and the address right?"
                : "Nothing listens at " + broker
                        + ": is the MQTT broker running, and the setting mqttbrokerport right?";
    }

    /** Whether a packet was larger than we take: the client library tells that by its message only. */
    static boolean isTooLarge(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof MqttDecodeException && tellsOfSize(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean tellsOfSize(String message) {
        return message.contains("exceeded maximum packet size");
    }

    private static String unreadable(String broker, String message) {
        return tellsOfSize(message)
                ? "The MQTT broker " + broker + " holds a command of more than " + (BrokerLink.MOST_PACKET_BYTES >> 20)
                        + " MB for this gateway: remove that retained message."
                : "The MQTT broker " + broker + " sent what is not MQTT (" + message
                        + "): check the setting mqttbrokerport.";
    }

    private static String silent(String broker) {
        return "What listens at " + broker
                + " does not answer as an MQTT broker: check the settings mqttbrokerport and mqtttls.";
    }

    private static String refused(LinkOptions options, Mqtt3ConnAckException e) {
        return switch (e.getMqttMessage().getReturnCode()) {
            case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED ->
                options.user().isEmpty()
                        ? "The MQTT broker " + options.broker()
                                + " wants a user and a password: enter them as mqttuser and mqttpasswd."
                        : "The MQTT broker " + options.broker() + " refuses the user " + options.user()
                                + ": check the settings mqttuser and mqttpasswd.";
            case SERVER_UNAVAILABLE -> "The MQTT broker " + options.broker() + " is not available now.";
            default ->
                "The MQTT broker " + options.broker() + " refuses the connection: "
                        + e.getMqttMessage().getReturnCode() + ".";
        };
    }
}
