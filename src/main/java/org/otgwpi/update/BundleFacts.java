package org.otgwpi.update;

/**
 * What is in a bundle.
 *
 * @param version of the system in it
 * @param description for people; may be empty
 */
public record BundleFacts(String version, String description) {}
