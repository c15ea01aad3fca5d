/**
 * The operator's listener: what a barrier has done, who floods, and the events that Sentry refused
 * for good.
 *
 * <pre>
 *  listen, wire      the socket and its guard, as for the public port
 *    |
 *  OperatorHandler   who may ask (AccessRules, LoopbackHost); what may take a while has a thread
 *    |
 *  OperatorRoutes -- StatsPage, GroupsPage, DeadLetterPages -- Cyclops
 * </pre>
 */
@NullMarked
package dev.cyclops.undertow.operator;

import org.jspecify.annotations.NullMarked;
