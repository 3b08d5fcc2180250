package org.otgwpi.update;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.otgwpi.net.CrossSiteGuard;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/** Everything about updates, put together: its pages, what the original's routes need of it, and restarts. Thread-safe. */
public final class Updates implements AutoCloseable {

    private final UpdatePages pages;
    private final BackupPage backup;
    private final HttpHandler guarded;
    private final OriginalUpdate original;
    private final SystemUpdate update;
    private final UpdateSearch search;
    private final Restarts restarts;
    private final QuiesceOrder order;

    /**
     * @param folder where updates keep what they need; made if need be
     * @param data the data folder
     * @param personalities the names of those that have folders of their own in it
     */
    public Updates(
            Path folder,
            Path data,
            Supplier<Set<String>> personalities,
            SettingsStore settings,
            Installer installer,
            QuiesceOrder order,
            String runningVersion,
            LongSupplier nanoTime,
            InstantSource wallClock) {
        Staging staging = Staging.of(folder.resolve("incoming"));
        UpdateProgress progress = new UpdateProgress(order::audience, nanoTime);
        Slots slots = new Slots(installer, new UpdateJournal(folder), runningVersion, wallClock);
        UploadDoor door = new UploadDoor(staging);
        this.order = order;
        update = new SystemUpdate(order, progress);
        Uploads uploads = new Uploads(
                update, progress, slots, new Restore(data), new BackupReader(settings, personalities), staging);
        search = new UpdateSearch(settings, slots.runningVersion(), UpdateSearch.PATIENCE, wallClock);
        restarts = new Restarts(order);
        original = new OriginalUpdate(uploads, door, update, progress);
        pages = new UpdatePages(
                uploads, door, update, progress, slots, staging, slot -> restarts.go(slots.boot(slot, order)), search);
        backup = new BackupPage(
                new BackupWriter(settings, data, personalities, runningVersion, wallClock), staging, wallClock);
        guarded = new CrossSiteGuard(
                this::route, exchange -> false, () -> settings.current().bool("allowcrosssite"));
        slots.last()
                .ifPresent(last -> Logger.info(
                        "The last update, from {} to {}: {} {}", last.from(), last.to(), last.result(), last.reason()));
    }

    /** Where whoever finds that a slot does not start may write the reason, one sentence in UTF-8. */
    public static Path bootFailure(Path folder) {
        return UpdateJournal.failure(folder);
    }

    /** Begins to look for newer versions, as far as the user wants it. */
    public void start() {
        search.start();
    }

    /**
     * The pages below {@code /_pi/}.
     *
     * @param next answers what they do not know
     */
    public HttpHandler pages(HttpHandler next) {
        return exchange -> {
            String path = exchange.getRequestURI();
            (path.equals("/_pi/backup") || UpdatePages.knows(path) ? guarded : next).handleRequest(exchange);
        };
    }

    private void route(HttpServerExchange exchange) throws Exception {
        (exchange.getRequestURI().equals("/_pi/backup") ? backup : pages).handleRequest(exchange);
    }

    /** The original's routes. */
    public OriginalUpdate original() {
        return original;
    }

    /** Restarts in good order. */
    public Restarts restarts() {
        return restarts;
    }

    /** True while a file comes in or is being installed. */
    public boolean busy() {
        return update.busy();
    }

    /** True from the moment on when nothing keeps the restart from coming. */
    public boolean committed() {
        return order.committed();
    }

    @Override
    public void close() {
        search.close();
        update.close();
        restarts.close();
    }
}
