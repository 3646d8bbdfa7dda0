package main

import (
	"encoding/json"
	"fmt"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/argoproj/argo-cd/v3/util/lua"
)

type healthRequest struct {
	Settings map[string]string `json:"settings"`
	Objects  []map[string]any  `json:"objects"`
}

type settingsSeen struct {
	SourceTypes      map[string]bool `json:"sourceTypes"`
	ExcludedKinds    int             `json:"excludedKinds"`
	OidcClientSecret string          `json:"oidcClientSecret"`
	AdminEnabled     bool            `json:"adminEnabled"`
}

type healthAnswer struct {
	Settings settingsSeen           `json:"settings"`
	Health   []*health.HealthStatus `json:"health"`
}

// Health of each object as the controller computes it; null where Argo CD has no check.
func checkHealth(request []byte) (any, error) {
	var asked healthRequest
	if err := json.Unmarshal(request, &asked); err != nil {
		return nil, err
	}
	manager := settingsOf(asked.Settings)
	overrides, err := manager.GetResourceOverrides()
	if err != nil {
		return nil, fmt.Errorf("argocd-cm: %w", err)
	}
	answer := healthAnswer{Health: make([]*health.HealthStatus, len(asked.Objects))}
	for index, object := range asked.Objects {
		answer.Health[index], err = health.GetResourceHealth(
			&unstructured.Unstructured{Object: object}, lua.ResourceHealthOverrides(overrides))
		if err != nil {
			return nil, fmt.Errorf("%v: %w", object["kind"], err)
		}
	}
	if answer.Settings.SourceTypes, err = manager.GetEnabledSourceTypes(); err != nil {
		return nil, err
	}
	filter, err := manager.GetResourcesFilter()
	if err != nil {
		return nil, err
	}
	answer.Settings.ExcludedKinds = len(filter.ResourceExclusions)
	all, err := manager.GetSettings()
	if err != nil {
		return nil, err
	}
	if oidc := all.OIDCConfig(); oidc != nil {
		answer.Settings.OidcClientSecret = oidc.ClientSecret
	}
	if admin, err := manager.GetAccount("admin"); err == nil {
		answer.Settings.AdminEnabled = admin.Enabled
	}
	return answer, nil
}
