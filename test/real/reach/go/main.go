// Command reach answers by np-guard's analyzer which connections the network policies of a set of objects allow.
//
// Each line of the standard input is a JSON object whose `objects` are Namespaces, Pods and NetworkPolicies. For each
// line it prints one: every ordered pair of pods, and every pod with every range of addresses that the policies distinguish,
// and the connections that are allowed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"

	"github.com/np-guard/netpol-analyzer/pkg/netpol/eval"
	corev1 "k8s.io/api/core/v1"
	netv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

type question struct {
	Objects []json.RawMessage `json:"objects"`
}

// pair is one direction of traffic. An end is a pod as `namespace/name`, or a range of addresses.
type pair struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Allow string `json:"allow"`
}

type answer struct {
	Pairs []pair `json:"pairs"`
	Error string `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 && err != nil {
			return
		}
		pairs, failed := ask(line)
		one := answer{Pairs: pairs}
		if failed != nil {
			one.Error = failed.Error()
		}
		if err := out.Encode(one); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func ask(line []byte) ([]pair, error) {
	var given question
	if err := json.Unmarshal(line, &given); err != nil {
		return nil, err
	}
	engine := eval.NewPolicyEngine()
	for _, raw := range given.Objects {
		object, err := read(raw)
		if err != nil {
			return nil, err
		}
		if err := engine.InsertObject(object); err != nil {
			return nil, err
		}
	}
	pods, err := engine.GetWorkloadPeersList()
	if err != nil {
		return nil, err
	}
	sources, targets, _, err := engine.GetIPBlockPeersLists()
	if err != nil {
		return nil, err
	}
	pairs := make([]pair, 0, len(pods)*(len(pods)+len(sources)+len(targets)))
	add := func(from, to eval.Peer) error {
		allowed, err := engine.AllAllowedConnectionsBetweenWorkloadPeers(from, to)
		if err != nil {
			return fmt.Errorf("%s to %s: %w", name(from), name(to), err)
		}
		pairs = append(pairs, pair{From: name(from), To: name(to), Allow: allowed.String()})
		return nil
	}
	for _, pod := range pods {
		for _, other := range pods {
			if name(pod) == name(other) {
				continue
			}
			if err := add(pod, other); err != nil {
				return nil, err
			}
		}
		for _, source := range sources {
			if err := add(source, pod); err != nil {
				return nil, err
			}
		}
		for _, target := range targets {
			if err := add(pod, target); err != nil {
				return nil, err
			}
		}
	}
	sort.Slice(pairs, func(a, b int) bool {
		if pairs[a].From != pairs[b].From {
			return pairs[a].From < pairs[b].From
		}
		return pairs[a].To < pairs[b].To
	})
	return pairs, nil
}

func name(peer eval.Peer) string {
	if peer.IsPeerIPType() {
		return peer.IP()
	}
	return peer.Namespace() + "/" + peer.Name()
}

func read(raw json.RawMessage) (runtime.Object, error) {
	var kind metav1.TypeMeta
	if err := json.Unmarshal(raw, &kind); err != nil {
		return nil, err
	}
	var object runtime.Object
	switch kind.Kind {
	case "Namespace":
		object = &corev1.Namespace{}
	case "Pod":
		object = &corev1.Pod{}
	case "NetworkPolicy":
		object = &netv1.NetworkPolicy{}
	default:
		return nil, fmt.Errorf("%s is no kind of this question", kind.Kind)
	}
	return object, json.Unmarshal(raw, object)
}
