/** Opens connections to Sentry, for whoever speaks to it; knows none of them. */
@NullMarked
package dev.cyclops.undertow.connect;

import org.jspecify.annotations.NullMarked;
