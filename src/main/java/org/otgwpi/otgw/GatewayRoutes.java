package org.otgwpi.otgw;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.otgwpi.net.CrossSiteGuard;
import org.otgwpi.net.OffIoThread;
import org.otgwpi.net.OriginalTransport;
import org.otgwpi.net.StaticFiles;
import org.otgwpi.net.WebTree;
import org.otgwpi.otgw.files.DirectoryListing;
import org.otgwpi.otgw.files.FirmwareListing;
import org.otgwpi.otgw.files.ProgramPage;
import org.otgwpi.otgw.files.UploadHandler;
import org.otgwpi.otgw.files.UserFileHandler;
import org.otgwpi.otgw.live.CommandList;
import org.otgwpi.otgw.rest.ApiHandler;
import org.otgwpi.otgw.rest.ApiHandler.Route;
import org.otgwpi.otgw.rest.CommandApi;
import org.otgwpi.otgw.rest.DeviceInfo;
import org.otgwpi.otgw.rest.DeviceTime;
import org.otgwpi.otgw.rest.FlashApi;
import org.otgwpi.otgw.rest.Health;
import org.otgwpi.otgw.rest.MonitorApi;
import org.otgwpi.otgw.rest.QueryString;
import org.otgwpi.otgw.rest.RestartPages;
import org.otgwpi.otgw.rest.SettingsApi;
import org.otgwpi.otgw.rest.ValueApi;
import org.otgwpi.pic.CommandTable;
import org.otgwpi.update.OriginalUpdate;

/** Everything the gateway answers on port 80, in the order in which it is matched (otgw-http-ws 1.4). Thread-safe. */
final class GatewayRoutes implements HttpHandler {

    private static final String HTML = "text/html; charset=UTF-8";
    private static final String SCRIPT = "application/javascript";
    private static final Set<String> ANY = Set.of();

    /** Paths that change something whatever the method. */
    private static final Set<String> CHANGING = Set.of("/ReBoot", "/ResetWireless", "/pic");

    /** Who answers: one part for each subject. */
    record Parts(
            ValueApi values,
            DeviceInfo device,
            DeviceTime time,
            SettingsApi settings,
            Health health,
            FlashApi flash,
            MonitorApi monitor,
            CommandApi command,
            RestartPages restart,
            FirmwareListing firmware,
            DirectoryListing listing,
            UploadHandler upload,
            UserFileHandler userFiles,
            HttpHandler live,
            HttpHandler askChip,
            HttpHandler pic,
            HttpHandler picFirmware,
            OriginalUpdate update) {}

    /** A path, the methods it takes (none = any), and who answers. Another method falls through to the next rows. */
    private record Row(String path, Set<String> methods, HttpHandler handler) {

        private boolean matches(HttpServerExchange exchange) {
            return path.equals(exchange.getRequestURI())
                    && (methods.isEmpty()
                            || methods.contains(exchange.getRequestMethod().toString()));
        }
    }

    private final List<Row> rows;
    private final HttpHandler api;
    private final HttpHandler pages;
    private final HttpHandler guarded;

    /**
     * @param web our own page and its parts
     * @param allowCrossSite whether pages of other sites may change something
     */
    GatewayRoutes(Parts parts, WebTree web, String version, BooleanSupplier allowCrossSite) {
        HttpHandler explorer = ProgramPage.of("FSexplorer.html", HTML);
        rows = List.of(
                new Row("/_pi/live", ANY, parts.live),
                new Row("/_pi/command", ANY, parts.askChip),
                new Row("/_pi/commands", Set.of("GET"), new CommandList(CommandTable.load())),
                new Row("/_pi/firmware", ANY, new OffIoThread(parts.picFirmware)),
                original("/pic", ANY, parts.pic),
                original("/FSexplorer.html", ANY, explorer),
                original("/FSexplorer", ANY, explorer),
                original("/api/firmwarefilelist", ANY, new OffIoThread(parts.firmware)),
                original("/api/listfiles", ANY, new OffIoThread(parts.listing)),
                original("/upload", Set.of("POST"), new OffIoThread(parts.upload)),
                original("/update", Set.of("POST"), new OffIoThread(parts.update::update)),
                original("/status", Set.of("GET"), parts.update::status),
                new Row("/update", Set.of("GET", "HEAD"), this::page),
                original("/ReBoot", ANY, parts.restart::restart),
                original("/ResetWireless", ANY, new OffIoThread(parts.restart::resetWireless)),
                original("/index.css", ANY, ProgramPage.of("index.css", "text/css")),
                original("/index.js", ANY, ProgramPage.of("index.js", SCRIPT)),
                original("/graph.js", ANY, ProgramPage.of("graph.js", SCRIPT)),
                original("/version.hash", ANY, ProgramPage.versionHash(version)));
        api = new OriginalTransport(new ApiHandler(api(parts)));
        HttpHandler others = new OriginalTransport(new OffIoThread(parts.userFiles));
        pages = new StaticFiles(web, "otgw/index.html", version, others);
        guarded = new CrossSiteGuard(this::route, GatewayRoutes::changes, allowCrossSite);
    }

    /** What is below {@code /api}, in the order of otgw-http-ws 1.7.3. */
    private static List<Route> api(Parts parts) {
        return List.of(
                Route.get("v0/otgw", parts.values::byIdV0),
                Route.get("v0/devinfo", parts.device::answer),
                Route.get("v0/devtime", parts.time::list),
                Route.getAndPost("v0/settings", parts.settings::list, parts.settings::change),
                Route.get("v1/health", parts.health::answer),
                Route.get("v1/devtime", parts.time::map),
                Route.get("v1/flashstatus", parts.flash::all),
                Route.getAndPost("v1/settings", parts.settings::list, parts.settings::change),
                Route.get("v1/pic/flashstatus", parts.flash::chip),
                Route.get("v1/otgw/telegraf", parts.monitor::telegraf),
                Route.get("v1/otgw/otmonitor", parts.monitor::list),
                Route.post("v1/otgw/autoconfigure", parts.command::autoconfigure),
                Route.get("v1/otgw/id/*", parts.values::byIdV1),
                Route.get("v1/otgw/label/*", parts.values::byLabel),
                Route.post("v1/otgw/command/*", parts.command::queue),
                Route.get("v2/otgw/otmonitor", parts.monitor::map));
    }

    private static Row original(String path, Set<String> methods, HttpHandler handler) {
        return new Row(path, methods, new OriginalTransport(handler));
    }

    private static boolean changes(HttpServerExchange exchange) {
        return CHANGING.contains(exchange.getRequestURI())
                || QueryString.of(exchange).first("delete") != null;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        guarded.handleRequest(exchange);
    }

    /** The page for updates is one of the pages of the index. */
    private void page(HttpServerExchange exchange) throws Exception {
        exchange.setRequestURI("/");
        pages.handleRequest(exchange);
    }

    private void route(HttpServerExchange exchange) throws Exception {
        for (Row row : rows) {
            if (row.matches(exchange)) {
                row.handler.handleRequest(exchange);
                return;
            }
        }
        String path = exchange.getRequestURI();
        (path.equals("/api") || path.startsWith("/api/") ? api : pages).handleRequest(exchange);
    }
}
