/** The pages in a real browser: Debian's Chromium, headless. */
@NullMarked
package org.otgwpi.web;

import org.jspecify.annotations.NullMarked;
