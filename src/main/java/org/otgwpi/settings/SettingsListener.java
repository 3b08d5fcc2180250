package org.otgwpi.settings;

/**
 * Is told of each stored change, in order, by the thread that made it and before the next change may begin. It must
 * return quickly and must not change settings itself. Whoever restarts something slow collects a burst first.
 */
@FunctionalInterface
public interface SettingsListener {
    void changed(Settings before, Settings after);
}
