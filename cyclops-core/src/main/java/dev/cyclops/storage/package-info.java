/** Third station: where accepted events wait until Sentry can take them. */
@NullMarked
package dev.cyclops.storage;

import org.jspecify.annotations.NullMarked;
