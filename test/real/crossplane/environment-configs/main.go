// Command environment-configs stands in for function-environment-configs, whose module the Go module proxy does not
// serve. It does what the compositions use of it: EnvironmentConfigs by name, or exactly one by labels, merged in
// order, put at the root or below a field.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"strings"

	"github.com/crossplane/function-sdk-go"
	fncontext "github.com/crossplane/function-sdk-go/context"
	fnv1 "github.com/crossplane/function-sdk-go/proto/v1"
	"github.com/crossplane/function-sdk-go/response"
	"google.golang.org/protobuf/types/known/structpb"
)

const (
	apiVersion = "apiextensions.crossplane.io/v1beta1"
	kind       = "EnvironmentConfig"
)

// source is one entry of the input's spec.environmentConfigs.
type source struct {
	name   string
	labels map[string]string
	at     string
}

type server struct {
	fnv1.UnimplementedFunctionRunnerServiceServer
}

// RunFunction asks for the EnvironmentConfigs and, once they are there, puts their data into the context.
func (*server) RunFunction(_ context.Context, req *fnv1.RunFunctionRequest) (*fnv1.RunFunctionResponse, error) {
	rsp := response.To(req, response.DefaultTTL)
	sources, err := readSources(req)
	if err != nil {
		response.Fatal(rsp, err)
		return rsp, nil
	}
	rsp.Requirements = &fnv1.Requirements{Resources: map[string]*fnv1.ResourceSelector{}}
	for i, one := range sources {
		rsp.Requirements.Resources[key(i)] = selector(one)
	}
	if req.GetRequiredResources() == nil {
		return rsp, nil
	}
	environment := map[string]any{}
	for i, one := range sources {
		items := req.GetRequiredResources()[key(i)].GetItems()
		if len(items) != 1 {
			response.Fatal(rsp, fmt.Errorf("environment config %d (%s): expected exactly one, got %d", i, one, len(items)))
			return rsp, nil
		}
		data, _ := items[0].GetResource().AsMap()["data"].(map[string]any)
		if one.at != "" {
			data = map[string]any{one.at: data}
		}
		merge(environment, data)
	}
	environment["apiVersion"] = "internal.crossplane.io/v1alpha1"
	environment["kind"] = "Environment"
	value, err := structpb.NewStruct(environment)
	if err != nil {
		response.Fatal(rsp, err)
		return rsp, nil
	}
	response.SetContextKey(rsp, fncontext.KeyEnvironment, structpb.NewStructValue(value))
	return rsp, nil
}

func key(i int) string { return fmt.Sprintf("environment-config-%d", i) }

func (s source) String() string {
	if s.name != "" {
		return s.name
	}
	return fmt.Sprint(s.labels)
}

func selector(s source) *fnv1.ResourceSelector {
	if s.name != "" {
		return &fnv1.ResourceSelector{
			ApiVersion: apiVersion, Kind: kind,
			Match: &fnv1.ResourceSelector_MatchName{MatchName: s.name},
		}
	}
	return &fnv1.ResourceSelector{
		ApiVersion: apiVersion, Kind: kind,
		Match: &fnv1.ResourceSelector_MatchLabels{MatchLabels: &fnv1.MatchLabels{Labels: s.labels}},
	}
}

func readSources(req *fnv1.RunFunctionRequest) ([]source, error) {
	spec, _ := req.GetInput().AsMap()["spec"].(map[string]any)
	entries, _ := spec["environmentConfigs"].([]any)
	xr := req.GetObserved().GetComposite().GetResource().AsMap()
	var out []source
	for _, entry := range entries {
		config, _ := entry.(map[string]any)
		one := source{labels: map[string]string{}}
		one.at, _ = config["toFieldPath"].(string)
		if config["type"] == "Reference" {
			ref, _ := config["ref"].(map[string]any)
			one.name, _ = ref["name"].(string)
			out = append(out, one)
			continue
		}
		by, _ := config["selector"].(map[string]any)
		if by["mode"] != "Single" {
			return nil, fmt.Errorf("selector mode %v is not among what the compositions use", by["mode"])
		}
		labels, _ := by["matchLabels"].([]any)
		for _, item := range labels {
			label, _ := item.(map[string]any)
			value, err := labelValue(label, xr)
			if err != nil {
				return nil, err
			}
			one.labels[label["key"].(string)] = value
		}
		out = append(out, one)
	}
	return out, nil
}

func labelValue(label map[string]any, xr map[string]any) (string, error) {
	if label["type"] == "Value" {
		return label["value"].(string), nil
	}
	path, _ := label["valueFromFieldPath"].(string)
	var at any = xr
	for _, step := range strings.Split(path, ".") {
		fields, _ := at.(map[string]any)
		at = fields[step]
	}
	value, ok := at.(string)
	if !ok {
		return "", fmt.Errorf("the composite resource has no %s", path)
	}
	return value, nil
}

func merge(into, from map[string]any) {
	for name, value := range from {
		child, isMap := value.(map[string]any)
		before, wasMap := into[name].(map[string]any)
		if isMap && wasMap {
			merge(before, child)
			continue
		}
		into[name] = value
	}
}

func main() {
	address := flag.String("address", "127.0.0.1:9443", "host and port to listen on")
	flag.Bool("insecure", true, "serve without TLS; the only way it serves")
	flag.Parse()
	if err := function.Serve(&server{}, function.Listen("tcp", *address), function.Insecure(true)); err != nil {
		log.Fatal(err)
	}
}
