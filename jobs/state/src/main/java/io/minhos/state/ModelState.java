package io.minhos.state;

/**
 * A release that is in force, and how it does.
 *
 * @param model model id
 * @param version release
 * @param role {@code RELEASE} or {@code CHALLENGE}
 * @param since event time from which it is in force
 * @param uri its folder
 * @param breaker state of its breaker, empty before its first report
 * @param reason why it is in that state, empty where the report does not say
 * @param detail of the reason: figures, or the command, its author and why
 * @param allocation the part in fusion that it may take, NaN before its first report
 * @param calls scored in the window
 * @param accuracy of them, NaN below the minimum of calls
 * @param reported event time of the report, 0 before the first
 */
public record ModelState(
    String model,
    int version,
    String role,
    long since,
    String uri,
    String breaker,
    String reason,
    String detail,
    double allocation,
    int calls,
    double accuracy,
    long reported) {}
