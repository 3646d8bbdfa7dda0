package main

import (
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

type projectsRequest struct {
	Projects  []v1alpha1.AppProject `json:"projects"`
	Questions []struct {
		Project     string               `json:"project"`
		Application v1alpha1.Application `json:"application"`
		Object      map[string]any       `json:"object"`
	} `json:"questions"`
}

// Whether the project permits the Application's source and destination, and the object within it.
func checkProjects(request []byte) (any, error) {
	var asked projectsRequest
	if err := json.Unmarshal(request, &asked); err != nil {
		return nil, err
	}
	projects := map[string]v1alpha1.AppProject{}
	for _, project := range asked.Projects {
		if err := project.ValidateProject(); err != nil {
			return nil, fmt.Errorf("project %s: %w", project.Name, err)
		}
		projects[project.Name] = project
	}
	here := &v1alpha1.Cluster{Server: v1alpha1.KubernetesInternalAPIServerAddr}
	none := func(string) ([]*v1alpha1.Cluster, error) { return nil, nil }
	answer := make([]bool, len(asked.Questions))
	for index, question := range asked.Questions {
		project, known := projects[question.Project]
		if !known {
			return nil, fmt.Errorf("no project %s", question.Project)
		}
		spec := question.Application.Spec
		destination, err := project.IsDestinationPermitted(here, spec.Destination.Namespace, none)
		if err != nil {
			return nil, err
		}
		object := unstructured.Unstructured{Object: question.Object}
		kind := schema.GroupKind{Group: object.GroupVersionKind().Group, Kind: object.GetKind()}
		permitted, err := project.IsResourcePermitted(kind, object.GetName(), object.GetNamespace(), here, none)
		if err != nil {
			return nil, err
		}
		answer[index] = destination && permitted && project.IsSourcePermitted(*spec.Source)
	}
	return answer, nil
}
