/** The values that travel through the stations: an event, its id, its headers, its payload. */
@NullMarked
package dev.cyclops.event;

import org.jspecify.annotations.NullMarked;
