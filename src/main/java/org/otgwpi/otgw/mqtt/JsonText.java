package org.otgwpi.otgw.mqtt;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;

/** Fills names into a text that is JSON, so that it stays JSON whatever the user called things. */
final class JsonText {

    private JsonText() {}

    /** {@code template} with each {@code %field%} replaced by its value, escaped as part of a JSON string. */
    static String fill(String template, Map<String, String> fields) {
        StringBuilder out = new StringBuilder(template.length() + 128);
        int at = 0;
        while (at < template.length()) {
            int start = template.indexOf('%', at);
            int end = start < 0 ? -1 : template.indexOf('%', start + 1);
            if (end < 0) {
                break;
            }
            String value = fields.get(template.substring(start + 1, end));
            if (value == null) {
                out.append(template, at, end);
                at = end;
            } else {
                out.append(template, at, start)
                        .append(JsonStringEncoder.getInstance().quoteAsString(value));
                at = end + 1;
            }
        }
        return out.append(template, at, template.length()).toString();
    }
}
