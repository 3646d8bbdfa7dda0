package main

import (
	"encoding/json"
	"fmt"

	jwt "github.com/golang-jwt/jwt/v5"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/cache"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	applister "github.com/argoproj/argo-cd/v3/pkg/client/listers/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/server/rbacpolicy"
	"github.com/argoproj/argo-cd/v3/util/assets"
	"github.com/argoproj/argo-cd/v3/util/rbac"
)

type accessRequest struct {
	Policy    map[string]string     `json:"policy"`
	Projects  []v1alpha1.AppProject `json:"projects"`
	Questions []struct {
		Groups   []string `json:"groups"`
		Resource string   `json:"resource"`
		Action   string   `json:"action"`
		Object   string   `json:"object"`
	} `json:"questions"`
}

// Whether somebody of these groups may do it: the server's own enforcer with the projects' roles.
func checkAccess(request []byte) (any, error) {
	var asked accessRequest
	if err := json.Unmarshal(request, &asked); err != nil {
		return nil, err
	}
	index := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{
		cache.NamespaceIndex: cache.MetaNamespaceIndexFunc,
	})
	for _, project := range asked.Projects {
		if err := project.ValidateProject(); err != nil {
			return nil, fmt.Errorf("project %s: %w", project.Name, err)
		}
		if err := index.Add(&project); err != nil {
			return nil, err
		}
	}
	policy := asked.Policy["policy.csv"]
	if err := rbac.ValidatePolicy(policy); err != nil {
		return nil, fmt.Errorf("policy.csv: %w", err)
	}
	enforcer := rbac.NewEnforcer(fake.NewClientset(), namespace, "argocd-rbac-cm", nil)
	if err := enforcer.SetBuiltinPolicy(assets.BuiltinPolicyCSV); err != nil {
		return nil, err
	}
	if err := enforcer.SetUserPolicy(policy); err != nil {
		return nil, err
	}
	enforcer.SetDefaultRole(asked.Policy["policy.default"])
	enforcer.SetMatchMode(asked.Policy["policy.matchMode"])
	claims := rbacpolicy.NewRBACPolicyEnforcer(enforcer, applister.NewAppProjectLister(index).AppProjects(namespace))
	claims.SetScopes([]string{"groups"})
	enforcer.SetClaimsEnforcerFunc(claims.EnforceClaims)
	enforcer.EnableLog(false)

	answer := make([]bool, len(asked.Questions))
	for number, question := range asked.Questions {
		token := jwt.MapClaims{"sub": "somebody", "groups": question.Groups, "iat": float64(metav1.Now().Unix())}
		answer[number] = enforcer.Enforce(token, question.Resource, question.Action, question.Object)
	}
	return answer, nil
}
