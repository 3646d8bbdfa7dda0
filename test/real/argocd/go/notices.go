package main

import (
	"encoding/json"
	"fmt"
	"sort"

	"github.com/argoproj/notifications-engine/pkg/api"
	"github.com/argoproj/notifications-engine/pkg/services"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

type noticesRequest struct {
	Settings     map[string]string `json:"settings"`
	Applications []map[string]any  `json:"applications"`
}

type notice struct {
	Trigger string `json:"trigger"`
	OncePer string `json:"oncePer"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
}

// What would be written about each Application: the engine's own triggers and templates.
func checkNotices(request []byte) (any, error) {
	var asked noticesRequest
	if err := json.Unmarshal(request, &asked); err != nil {
		return nil, err
	}
	secret := &corev1.Secret{Data: map[string][]byte{"smtp-username": []byte("name"), "smtp-password": []byte("word")}}
	config, err := api.ParseConfig(&corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace}, Data: asked.Settings,
	}, secret)
	if err != nil {
		return nil, fmt.Errorf("argocd-notifications-cm: %w", err)
	}
	engine, err := api.NewAPI(*config, func(object map[string]any, _ services.Destination) map[string]any {
		return map[string]any{"app": object}
	})
	if err != nil {
		return nil, fmt.Errorf("argocd-notifications-cm: %w", err)
	}
	answer := make([][]notice, len(asked.Applications))
	for index, application := range asked.Applications {
		answer[index] = []notice{}
		for trigger := range config.Triggers {
			results, err := engine.RunTrigger(trigger, application)
			if err != nil {
				return nil, fmt.Errorf("trigger %s: %w", trigger, err)
			}
			for _, result := range results {
				if !result.Triggered {
					continue
				}
				template := config.Templates[result.Templates[0]]
				sent, err := template.GetTemplater(result.Templates[0], nil)
				if err != nil {
					return nil, err
				}
				text := services.Notification{}
				if err := sent(&text, map[string]any{"app": application}); err != nil {
					return nil, fmt.Errorf("template of %s: %w", trigger, err)
				}
				answer[index] = append(answer[index], notice{
					Trigger: trigger, OncePer: result.OncePer, Subject: text.Email.Subject, Text: text.Message,
				})
			}
		}
		sort.Slice(answer[index], func(a, b int) bool { return answer[index][a].Trigger < answer[index][b].Trigger })
	}
	return answer, nil
}
