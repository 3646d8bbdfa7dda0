// Reads a stream of YAML as kubectl and Argo CD do, and writes each document as a line of JSON. A document that cannot
// be read is a line of its error as a JSON text.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

func main() {
	reader := utilyaml.NewYAMLReader(bufio.NewReader(os.Stdin))
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		text, err := yaml.YAMLToJSONStrict(document)
		if err != nil {
			text, _ = json.Marshal(err.Error())
		}
		out.Write(text)
		out.WriteByte('\n')
	}
}
