"""Asks Prometheus every query of every panel and alert rule: each returns data, or is on the list.

usage: queries.py PROMETHEUS-URL
"""
import json
import pathlib
import re
import sys
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).parent.parent.parent

# Queries and metrics of rules that a demo has no data for, by a part of them, and why. Data all the
# same is an error too.
NONE = {
    "kube_job_": "kube-state-metrics tells of Kubernetes' Jobs: a demo is none",
    "_challenge_evidence_ratio{": "the demo has no challenger",
    'component="lstm"': "the gate refuses the LSTM that the demo trains first",
}


def ask(url, path, **parameters):
    address = "%s/api/v1/%s?%s" % (url, path, urllib.parse.urlencode(parameters))
    with urllib.request.urlopen(address) as answer:
        body = json.load(answer)
    assert body["status"] == "success", (parameters, body)
    return body["data"]


def known(url, query):
    """Whether any series had a number lately: NaN is what is not known."""
    now = time.time()
    result = ask(url, "query_range", query=query, start=now - 300, end=now, step=5)["result"]
    return any(value != "NaN" for series in result for _, value in series["values"])


def values(url, variable):
    """What label_values(metric, label) is, as a regular expression."""
    metric, label = re.fullmatch(r"label_values\((\w+), (\w+)\)", variable["query"]["query"]).groups()
    found = ask(url, "label/%s/values" % label, **{"match[]": metric})
    assert found, "no values: %s" % variable["query"]["query"]
    # A text in PromQL takes its backslashes twice.
    return "|".join(re.escape(value).replace("\\", "\\\\") for value in found)


def queries(url):
    """What asks, and the query with its variables filled in."""
    for file in sorted((ROOT / "grafana/dashboards").glob("*.json")):
        dashboard = json.loads(file.read_text())
        given = {"__rate_interval": "1m"}
        for variable in dashboard["templating"]["list"]:
            if variable["type"] == "query":
                given[variable["name"]] = values(url, variable)
        for panel in dashboard["panels"]:
            for target in panel.get("targets", []):
                if "expr" in target:
                    query = re.sub(r"\$(\w+)", lambda m: given[m.group(1)], target["expr"])
                    yield "%s: %s" % (dashboard["title"], panel["title"]), query


def main(url):
    asked, missing, listed = 0, [], set()

    def require(where, query):
        data = known(url, query)
        reason = next((name for name in NONE if name in query), None)
        if reason:
            listed.add(reason)
            if data:
                missing.append("%s: on the list, and has data: %s" % (where, query))
        elif not data:
            missing.append("%s: no data: %s" % (where, query))

    for where, query in queries(url):
        asked += 1
        require(where, query)
    rules = [rule for group in ask(url, "rules")["groups"] for rule in group["rules"]]
    for rule in rules:
        asked += 1
        if rule["health"] != "ok":
            missing.append("%s: %s" % (rule["name"], rule.get("lastError")))
        # A rule that does not fire answers nothing: what it looks at must be there.
        for name in sorted(set(re.findall(r"\b(?:flink|kube)_\w+", rule["query"]))):
            require(rule["name"], name)
    for name in NONE.keys() - listed:
        missing.append("on the list, and not asked for: " + name)
    print("prometheus: %d queries of panels and %d rules asked" % (asked - len(rules), len(rules)))
    for name in sorted(NONE):
        print("prometheus: no data for …%s…: %s" % (name, NONE[name]))
    firing = sorted({a["labels"]["alertname"] for a in ask(url, "alerts")["alerts"]})
    print("prometheus: alerts of the demo: %s" % ", ".join(firing))
    if missing:
        sys.exit("prometheus: " + "\nprometheus: ".join(missing))


main(sys.argv[1])
