// Argo CD's own health checks, access rules, projects and sync engine as a program: one JSON request on standard
// input, one JSON answer on standard output.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	log "github.com/sirupsen/logrus"
)

// Commands by name: bytes of the request in, answer out.
var commands = map[string]func([]byte) (any, error){
	"health":   checkHealth,
	"rbac":     checkAccess,
	"projects": checkProjects,
	"sync":     runSync,
	"notices":  checkNotices,
}

func main() {
	log.SetOutput(io.Discard)
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 || commands[os.Args[1]] == nil {
		return fmt.Errorf("usage: argocd-checks health | rbac | projects | sync | notices")
	}
	request, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	answer, err := commands[os.Args[1]](request)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
}
