/** First station: which key an event claims, and whether that key may speak for its project. */
@NullMarked
package dev.cyclops.auth;

import org.jspecify.annotations.NullMarked;
