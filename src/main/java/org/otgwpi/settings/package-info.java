/**
 * What the user chose: one table of all settings, their values at one moment, and the store that keeps them in
 * settings.ini and survives a power cut.
 */
@NullMarked
package org.otgwpi.settings;

import org.jspecify.annotations.NullMarked;
