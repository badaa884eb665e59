// Loads a compose file strictly and prints its services; a second time with a key misspelt, which must
// fail.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

func load(file string) (*types.Project, error) {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithProfiles([]string{"*"}))
	if err != nil {
		return nil, err
	}
	return options.LoadProject(context.Background())
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "compose: "+format+"\n", args...)
	os.Exit(1)
}

func main() {
	project, err := load(os.Args[1])
	if err != nil {
		fail("%v", err)
	}
	for _, service := range project.Services {
		for _, volume := range service.Volumes {
			if volume.Type == types.VolumeTypeBind {
				if _, err := os.Stat(volume.Source); err != nil {
					fail("%s: %v", service.Name, err)
				}
			}
		}
		if service.Build != nil {
			if _, err := os.Stat(service.Build.Context + "/" + service.Build.Dockerfile); err != nil {
				fail("%s: %v", service.Name, err)
			}
		}
		fmt.Println("compose:", service.Name, service.Image)
	}

	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail("%v", err)
	}
	wrong := strings.Replace(string(text), "healthcheck:", "healthchek:", 1)
	if wrong == string(text) {
		fail("no healthcheck to misspell")
	}
	if err := os.WriteFile("wrong.yaml", []byte(wrong), 0o600); err != nil {
		fail("%v", err)
	}
	if _, err := load("wrong.yaml"); err == nil {
		fail("a misspelt key was accepted")
	} else {
		fmt.Println("compose: refused:", err)
	}
}
