package org.otgwpi.pic;

/** The chips a gateway is built with, as the version of their firmware tells them apart (otgw-core 1.9). */
public enum PicModel {
    PIC16F88("pic16f88"),
    PIC16F1847("pic16f1847"),
    UNKNOWN("unknown");

    private final String id;

    PicModel(String id) {
        this.id = id;
    }

    /** The word of the API, and the name of the folder with this chip's firmware. */
    public String id() {
        return id;
    }
}
