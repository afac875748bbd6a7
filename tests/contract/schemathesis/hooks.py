"""What OpenAPI cannot say. Of right requests, parameters that exclude each other, or that an earlier answer gives, are put right here."""

import schemathesis
from schemathesis.generation import GenerationMode

ZONES = ("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York")
# At least one of what they delete must be named.
NEED_A_FILTER = ("deleteEvents", "forgetRejected")
# What they end has no trial.
WITHOUT_DRY_RUN = ("revokeKey", "logOut")


@schemathesis.hook
def before_call(context, case, kwargs):
    meta = case.meta
    if meta is None or meta.generation.mode is not GenerationMode.POSITIVE:
        return
    operation = case.operation.definition.raw.get("operationId")
    query = dict(case.query or {})
    say_when_in_one_way(query)
    # Only an answer has a cursor.
    query.pop("cursor", None)
    if "tz" in query:
        query["tz"] = ZONES[len(str(query["tz"])) % len(ZONES)]
    # RFC 3339 has years before the epoch.
    for name, time in (("from", "2026-02-18T09:00:00Z"), ("to", "2026-02-19")):
        if name in query:
            query[name] = time
    name_steps(query)
    if operation == "recentEvents":
        query.pop("everyone" if "user_id" in query else "user_id", None)
        if "user_id" not in query:
            query["everyone"] = 1
    if operation == "timeseries" and query.get("interval") in ("minute", "hour"):
        # Of a long time they are too many points.
        for name in ("days", "from", "to", "compare"):
            query.pop(name, None)
        query["range"] = "24h"
    if operation in NEED_A_FILTER and not set(query) - {"dry_run"}:
        query["range"] = "all"
    if case.method.upper() == "DELETE" and operation not in WITHOUT_DRY_RUN:
        # The others are to find something.
        query["dry_run"] = 1
    case.query = query
    if operation == "logEvent" and isinstance(case.body, dict) and ("id" in case.body or "occurred_at" in case.body):
        # An id that carries no time needs one beside it, and no time is far ahead of the clock.
        case.body["occurred_at"] = 1771405200000
    if operation in ("makeKey", "changeKey") and isinstance(case.body, dict):
        # An origin is one as browsers send it, and an end is still to come.
        for name, value in (("origins", ["https://shop.example"]), ("expires_at", 4102444800000)):
            if case.body.get(name) is not None:
                case.body[name] = value


def say_when_in_one_way(query):
    if "range" in query:
        others = ("days", "from", "to")
    elif "days" in query:
        others = ("from", "to")
    elif "from" in query:
        others = ("to",)
    else:
        others = ()
    for name in others:
        query.pop(name, None)
    # There must be a time before it.
    if query.get("range") == "all" or "from" in query or "to" in query:
        query.pop("compare", None)
    if "page" in query:
        query.pop("cursor", None)


def name_steps(query):
    """Steps are types of events, or filters as a query string: a random text with `=` is neither."""
    for name in ("first", "again", "start", "end"):
        if "=" in str(query.get(name, "")):
            query.pop(name)
    if "start" in query:
        query.pop("end", None)
    if "step" in query:
        query["step"] = [str(step).replace("=", "-") for step in query["step"]]
