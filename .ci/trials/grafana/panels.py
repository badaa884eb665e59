"""Answers the queries of a dashboard's panels over the last SECONDS, for panels.jsx.

usage: panels.py PROMETHEUS-URL DASHBOARD SECONDS; prints JavaScript, then the page's height on stderr
"""
import json
import re
import sys
import time
import urllib.parse
import urllib.request

url, file, span = sys.argv[1], sys.argv[2], int(sys.argv[3])
end = int(time.time())
step = max(5, span // 300)


def ask(path, **parameters):
    address = "%s/api/v1/%s?%s" % (url, path, urllib.parse.urlencode(parameters))
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)["data"]


dashboard = json.load(open(file))
given = {"__rate_interval": "1m"}
for variable in dashboard["templating"]["list"]:
    if variable["type"] == "query":
        metric, label = re.findall(r"\w+", variable["query"]["query"])[1:]
        given[variable["name"]] = "|".join(ask("label/%s/values" % label, **{"match[]": metric}))
times = range(end - span, end + 1, step)
for panel in dashboard["panels"]:
    panel["series"] = []
    for target in panel.get("targets", []):
        if "expr" not in target:
            continue
        query = re.sub(r"\$(\w+)", lambda m: given[m.group(1)], target["expr"])
        for found in ask("query_range", query=query, start=times[0], end=times[-1], step=step)["result"]:
            at = {round(t): float(v) for t, v in found["values"] if v != "NaN"}
            title = re.sub(
                r"{{(\w+)}}", lambda m: found["metric"].get(m.group(1), ""), target["legendFormat"])
            if at:
                panel["series"].append({
                    "title": title,
                    "times": [t * 1000 for t in times],
                    "values": [at.get(t) for t in times],
                })
board = {"panels": dashboard["panels"], "range": [times[0] * 1000, times[-1] * 1000]}
print("window.BOARD = %s;" % json.dumps(board))
print(30 * max(p["gridPos"]["y"] + p["gridPos"]["h"] for p in dashboard["panels"]), file=sys.stderr)
