// Reads dashboards by Grafana's published schema, strictly: a field that it does not know, or one of
// another type, is an error.
package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// The schema takes a panel's links for those of a dashboard, and wants all that those have. Grafana's
// own panels have title, url and targetBlank.
var panelLink = regexp.MustCompile(`panels\[\d+\]\.links\[\d+\]\.\w+: required field is missing`)

func main() {
	plugins.RegisterDefaultPlugins()
	failed := false
	for _, file := range os.Args[1:] {
		raw, err := os.ReadFile(file)
		if err == nil {
			var board dashboard.Dashboard
			err = board.UnmarshalJSONStrict(raw)
		}
		if err == nil {
			continue
		}
		for _, line := range strings.Split(err.Error(), "\n") {
			if !panelLink.MatchString(line) {
				failed = true
				fmt.Fprintf(os.Stderr, "%s: %s\n", file, line)
			}
		}
	}
	if failed {
		os.Exit(1)
	}
	fmt.Printf("grafana: %d dashboards are as the schema has them\n", len(os.Args)-1)
}
