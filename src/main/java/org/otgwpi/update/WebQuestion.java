package org.otgwpi.update;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks web servers, and waits for the whole answer no longer than it has patience. Immutable. */
record WebQuestion(Duration patience, int largestAnswerBytes) {

    /** Lets a body go unread. */
    private static final class Unread implements HttpResponse.BodySubscriber<byte[]> {

        @Override
        public CompletionStage<byte[]> getBody() {
            return CompletableFuture.completedFuture(new byte[0]);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> item) {}

        @Override
        public void onError(Throwable throwable) {}

        @Override
        public void onComplete() {}
    }

    /**
     * The answer; its body only if it has the status that is wanted.
     *
     * @throws IOException with a few words and no full stop, if there is none
     */
    HttpResponse<byte[]> ask(HttpRequest.Builder request, int wantedStatus) throws IOException {
        HttpRequest asked = request.build();
        String server = asked.uri().getAuthority();
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try {
            return client.sendAsync(
                            asked,
                            answer -> answer.statusCode() == wantedStatus
                                    ? HttpResponse.BodySubscribers.limiting(
                                            HttpResponse.BodySubscribers.ofByteArray(), largestAnswerBytes)
                                    : new Unread())
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(silent(server), e);
        } catch (ExecutionException e) {
            throw new IOException(words(server, e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the program ends", e);
        } finally {
            client.shutdownNow();
        }
    }

    private String silent(String server) {
        return "%s did not answer within %d ms".formatted(server, patience.toMillis());
    }

    private String words(String server, @Nullable Throwable cause) {
        return switch (cause) {
            case null -> server + " gives no answer";
            case HttpTimeoutException late -> silent(server);
            case ConnectException none -> server + " cannot be reached";
            default -> "%s gives no sensible answer: %s".formatted(server, cause.getMessage());
        };
    }

    /**
     * The address of something on the web.
     *
     * @throws IOException with a few words if it is none
     */
    static URI address(String address, String base) throws IOException {
        try {
            URI uri = URI.create(base).resolve(address);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("it is no web address, correct the setting updateurl", e);
        }
        throw new IOException("it is no web address, correct the setting updateurl");
    }
}
