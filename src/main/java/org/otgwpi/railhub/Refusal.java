package org.otgwpi.railhub;

/** A request that changes nothing, with its status and the original's words (railhub-remote-echo A.7). */
enum Refusal {
    INVALID_JSON(400, "Invalid JSON"),
    TOO_LARGE(413, "Body too large"),
    NO_OUTPUT(404, "Output not found"),
    NO_GROUP(404, "Group not found"),
    RESET_FAILED(500, "Reset failed"),
    NOT_SAVED(500, "The change is made, but could not be saved"),
    GROUP_ID(400, "Missing or invalid groupId"),
    GROUP_ID_RANGE(400, "GroupId must be 1-255"),
    INTERVAL(400, "Missing or invalid interval"),
    INTERVAL_SHORT(400, "Interval must be at least 50ms"),
    OUTPUTS(400, "Missing or invalid outputs array"),
    OUTPUTS_EMPTY(400, "At least one output required"),
    OUTPUTS_MANY(400, "Too many outputs (max 8)"),
    OUTPUT_FORMAT(400, "Invalid output format"),
    PIN(400, "Invalid GPIO pin"),
    PIN_TWICE(400, "Duplicate GPIO pin");

    private final int status;
    private final String words;

    Refusal(int status, String words) {
        this.status = status;
        this.words = words;
    }

    int status() {
        return status;
    }

    String json() {
        return "{\"error\":\"" + words + "\"}";
    }
}
