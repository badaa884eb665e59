"""A list of manifests on standard input; on standard output the pods that Flink makes of its
deployments' templates, with each template's own over the common one, and those of the CronJobs."""
import json
import sys
from itertools import zip_longest


def merged(base, over):
    if isinstance(base, dict) and isinstance(over, dict):
        return {key: merged(base[key], over[key]) if key in base and key in over else over.get(key, base.get(key))
                for key in {**base, **over}}
    if isinstance(base, list) and isinstance(over, list) and all(isinstance(x, dict) for x in base + over):
        # As the operator does it: by place.
        return [b if o is None else o if b is None else merged(b, o) for b, o in zip_longest(base, over)]
    return over


pods = []
for item in json.load(sys.stdin)["items"]:
    templates = {}
    if item["kind"] == "FlinkDeployment":
        spec = item["spec"]
        for role in ("jobManager", "taskManager"):
            template = merged(spec["podTemplate"], spec[role].get("podTemplate", {}))
            for container in template["spec"]["containers"]:
                container.setdefault("image", spec["image"])
            templates[role.lower()] = template
    if item["kind"] == "CronJob":
        templates["job"] = item["spec"]["jobTemplate"]["spec"]["template"]
    for role, template in templates.items():
        pods.append({
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": item["metadata"]["name"] + "-" + role,
                "namespace": item["metadata"]["namespace"],
                "labels": template["metadata"]["labels"],
            },
            "spec": template["spec"],
        })
if not pods:
    sys.exit("no pod is made of these manifests")
json.dump({"apiVersion": "v1", "kind": "List", "items": pods}, sys.stdout)
