/**
 * The sending loop: takes events out of the storage, sends them at the pace that Sentry can bear,
 * and settles each by what Sentry answered.
 */
@NullMarked
package dev.cyclops.delivery;

import org.jspecify.annotations.NullMarked;
