package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.DataId;
import org.otgwpi.otgw.gateway.Gateway;

/** The last value of one data id (otgw-http-ws 1.8.1, 1.9.8). Thread-safe. */
public final class ValueApi {

    private static final int LAST_ID = 133;

    private final Gateway gateway;
    private final Catalogue catalogue;

    public ValueApi(Gateway gateway, Catalogue catalogue) {
        this.gateway = gateway;
        this.catalogue = catalogue;
    }

    /** {@code GET /api/v0/otgw/<id>}. */
    public void byIdV0(HttpServerExchange exchange, ApiPath path) {
        byId(exchange, path.word(4));
    }

    /** {@code GET /api/v1/otgw/id/<id>}. */
    public void byIdV1(HttpServerExchange exchange, ApiPath path) {
        byId(exchange, path.word(5));
    }

    /** {@code GET /api/v1/otgw/label/<label>}. */
    public void byLabel(HttpServerExchange exchange, ApiPath path) {
        DataId found = catalogue.byLabel(path.word(5));
        answer(exchange, found != null && found.id() <= LAST_ID ? found : null, "message id: reserved for future use");
    }

    private void byId(HttpServerExchange exchange, String word) {
        String digits = word.replaceFirst("^0+(?=.)", "");
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > LAST_ID) {
            ApiReplies.error(exchange, 400, "invalid msgid");
            return;
        }
        DataId id = catalogue.get(Integer.parseInt(digits));
        answer(exchange, id.defined() ? id : null, "message undefined: reserved for future use");
    }

    private void answer(HttpServerExchange exchange, @Nullable DataId id, String problem) {
        if (id == null) {
            ApiReplies.fixedJson(exchange, "{\r\n  \"error\": " + OriginalJson.quoted(problem) + "\r\n}");
            return;
        }
        String value = id.number(gateway.state().values().word(id.id()));
        ApiReplies.fixedJson(
                exchange,
                "{\r\n  \"label\": " + OriginalJson.quoted(id.label()) + ",\r\n  \"value\": " + value
                        + ",\r\n  \"unit\": " + OriginalJson.quoted(id.unit()) + "\r\n}");
    }
}
