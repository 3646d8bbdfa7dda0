package main

import (
	"encoding/json"
	"sort"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	kubeutil "github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/argoproj/argo-cd/v3/util/lua"
)

type syncRequest struct {
	Settings map[string]string `json:"settings"`
	// What Git holds for one Application.
	Target []map[string]any `json:"target"`
	// What the cluster has of it already.
	Live []map[string]any `json:"live"`
	// Status that objects have from the moment they are applied, by `Kind/name`.
	Statuses  map[string]map[string]any `json:"statuses"`
	PruneLast bool                      `json:"pruneLast"`
	Confirmed bool                      `json:"confirmed"`
}

// One look of the controller at the operation.
type step struct {
	Applied []string `json:"applied"`
	Pruned  []string `json:"pruned"`
}

type syncAnswer struct {
	Steps   []step `json:"steps"`
	Phase   string `json:"phase"`
	Message string `json:"message"`
}

type scopes struct{ cluster *cluster }

func (s scopes) IsNamespaced(kind schema.GroupKind) (bool, error) {
	for group, kinds := range s.cluster.kinds {
		version, _ := schema.ParseGroupVersion(group)
		if namespaced, known := kinds[kind.Kind]; known && version.Group == kind.Group {
			return namespaced, nil
		}
	}
	return false, nil
}

// Runs the engine as the controller does, look by look, until the operation ends or nothing happens any more.
func runSync(request []byte) (any, error) {
	var asked syncRequest
	if err := json.Unmarshal(request, &asked); err != nil {
		return nil, err
	}
	overrides, err := settingsOf(asked.Settings).GetResourceOverrides()
	if err != nil {
		return nil, err
	}
	target, live := unstructuredOf(asked.Target), unstructuredOf(asked.Live)
	made := newCluster(append(append([]*unstructured.Unstructured{}, target...), live...), asked.Statuses)
	defer made.server.Close()
	for _, object := range live {
		made.put(object)
	}

	answer := syncAnswer{Phase: string(common.OperationRunning), Steps: []step{}}
	results, started, idle := []common.ResourceSyncResult{}, metav1.Now(), 0
	for !common.OperationPhase(answer.Phase).Completed() && idle < 2 {
		reconciled := sync.Reconcile(target, liveOf(made), namespace, scopes{made})
		context, finish, err := sync.NewSyncContext("revision", reconciled, made.config(), made.config(), made, namespace,
			sync.WithHealthOverride(lua.ResourceHealthOverrides(overrides)),
			sync.WithInitialState(common.OperationPhase(answer.Phase), answer.Message, results, started),
			sync.WithLogr(logr.Discard()),
			sync.WithPrune(true),
			sync.WithPruneConfirmed(asked.Confirmed),
			sync.WithPruneLast(asked.PruneLast),
			sync.WithServerSideApply(true),
		)
		if err != nil {
			return nil, err
		}
		context.Sync()
		finish()
		phase, message, resources := context.GetState()
		answer.Phase, answer.Message, results = string(phase), message, resources
		done := step{Applied: made.applied, Pruned: made.pruned}
		made.applied, made.pruned = nil, nil
		if len(done.Applied)+len(done.Pruned) == 0 {
			idle++
			continue
		}
		idle = 0
		sort.Strings(done.Pruned)
		answer.Steps = append(answer.Steps, done)
	}
	return answer, nil
}

func liveOf(made *cluster) map[kubeutil.ResourceKey]*unstructured.Unstructured {
	made.lock.Lock()
	defer made.lock.Unlock()
	copied := map[kubeutil.ResourceKey]*unstructured.Unstructured{}
	for key, object := range made.live {
		copied[key] = object.DeepCopy()
	}
	return copied
}

func unstructuredOf(list []map[string]any) []*unstructured.Unstructured {
	objects := make([]*unstructured.Unstructured, len(list))
	for index, object := range list {
		objects[index] = &unstructured.Unstructured{Object: object}
	}
	return objects
}
