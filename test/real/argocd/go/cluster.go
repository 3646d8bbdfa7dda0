package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	kubeutil "github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube/kubetest"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	cmdutil "k8s.io/kubectl/pkg/cmd/util"
)

// A cluster that keeps what the engine applies, and gives objects the status that the request says.
type cluster struct {
	kubetest.MockKubectlCmd
	server   *httptest.Server
	lock     sync.Mutex
	live     map[kubeutil.ResourceKey]*unstructured.Unstructured
	statuses map[string]map[string]any
	// Kinds that are served, by group and version.
	kinds map[string]map[string]bool
	// What happened since the last look.
	applied []string
	pruned  []string
}

func nameOf(object *unstructured.Unstructured) string {
	return object.GetKind() + "/" + object.GetName()
}

func newCluster(objects []*unstructured.Unstructured, statuses map[string]map[string]any) *cluster {
	made := &cluster{
		live:     map[kubeutil.ResourceKey]*unstructured.Unstructured{},
		statuses: statuses,
		kinds:    map[string]map[string]bool{},
	}
	for _, object := range objects {
		group := object.GroupVersionKind().GroupVersion().String()
		if made.kinds[group] == nil {
			made.kinds[group] = map[string]bool{}
		}
		made.kinds[group][object.GetKind()] = object.GetNamespace() != ""
	}
	made.server = httptest.NewServer(http.HandlerFunc(made.serve))
	return made
}

func (c *cluster) config() *rest.Config {
	return &rest.Config{Host: c.server.URL, QPS: -1}
}

// Discovery, and single objects by name.
func (c *cluster) serve(answer http.ResponseWriter, request *http.Request) {
	answer.Header().Set("Content-Type", "application/json")
	parts := strings.Split(strings.Trim(request.URL.Path, "/"), "/")
	group := ""
	switch {
	case len(parts) >= 2 && parts[0] == "api":
		group, parts = parts[1], parts[2:]
	case len(parts) >= 3 && parts[0] == "apis":
		group, parts = parts[1]+"/"+parts[2], parts[3:]
	}
	if len(parts) == 0 && c.kinds[group] != nil {
		list := metav1.APIResourceList{GroupVersion: group}
		for kind, namespaced := range c.kinds[group] {
			list.APIResources = append(list.APIResources, metav1.APIResource{
				Name: strings.ToLower(kind) + "s", Kind: kind, Namespaced: namespaced,
				Verbs: metav1.Verbs{"get", "list", "create", "update", "patch", "delete"},
			})
		}
		_ = json.NewEncoder(answer).Encode(list)
		return
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	for _, object := range c.live {
		if len(parts) > 0 && object.GetName() == parts[len(parts)-1] &&
			strings.ToLower(object.GetKind())+"s" == parts[max(0, len(parts)-2)] {
			_ = json.NewEncoder(answer).Encode(object)
			return
		}
	}
	answer.WriteHeader(http.StatusNotFound)
	_ = json.NewEncoder(answer).Encode(metav1.Status{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"},
		Status:   metav1.StatusFailure, Reason: metav1.StatusReasonNotFound, Code: http.StatusNotFound,
	})
}

func (c *cluster) ManageResources(*rest.Config) (kubeutil.ResourceOperations, func(), error) {
	return &operations{cluster: c}, func() {}, nil
}

// Deletes; what has a finalizer is only marked.
func (c *cluster) DeleteResource(_ context.Context, _ *rest.Config, gvk schema.GroupVersionKind, name string, place string, _ metav1.DeleteOptions) error {
	c.lock.Lock()
	defer c.lock.Unlock()
	key := kubeutil.NewResourceKey(gvk.Group, gvk.Kind, place, name)
	object := c.live[key]
	if object == nil {
		return nil
	}
	c.pruned = append(c.pruned, nameOf(object))
	if len(object.GetFinalizers()) > 0 {
		now := metav1.Now()
		object.SetDeletionTimestamp(&now)
		return nil
	}
	delete(c.live, key)
	return nil
}

func (c *cluster) put(object *unstructured.Unstructured) {
	kept := object.DeepCopy()
	// Objects without a UID count as copies of one.
	kept.SetUID(types.UID(nameOf(kept) + " in " + kept.GetNamespace()))
	if status := c.statuses[nameOf(kept)]; status != nil {
		kept.Object["status"] = status
	}
	c.live[kubeutil.GetResourceKey(kept)] = kept
}

type operations struct {
	kubetest.MockResourceOps
	cluster *cluster
}

func (o *operations) ApplyResource(_ context.Context, object *unstructured.Unstructured, dryRun cmdutil.DryRunStrategy, _, _, _ bool, _ string) (string, error) {
	if dryRun != cmdutil.DryRunNone {
		return "", nil
	}
	o.cluster.lock.Lock()
	defer o.cluster.lock.Unlock()
	o.cluster.put(object)
	o.cluster.applied = append(o.cluster.applied, nameOf(object))
	return nameOf(object) + " applied", nil
}

// A new object that each sync makes anew: Argo CD creates it instead of applying it.
func (o *operations) CreateResource(ctx context.Context, object *unstructured.Unstructured, dryRun cmdutil.DryRunStrategy, _ bool) (string, error) {
	return o.ApplyResource(ctx, object, dryRun, false, false, false, "")
}

// One that exists is deleted and made anew, with a new status.
func (o *operations) ReplaceResource(ctx context.Context, object *unstructured.Unstructured, dryRun cmdutil.DryRunStrategy, _ bool) (string, error) {
	return o.ApplyResource(ctx, object, dryRun, false, false, false, "")
}
