package main

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"

	"github.com/argoproj/argo-cd/v3/util/settings"
)

const namespace = "argocd"

// The settings as Argo CD reads them from its ConfigMap.
func settingsOf(data map[string]string) *settings.SettingsManager {
	labels := map[string]string{"app.kubernetes.io/part-of": "argocd"}
	client := fake.NewClientset(
		&corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: "argocd-cm", Namespace: namespace, Labels: labels},
			Data:       data,
		},
		&corev1.Secret{
			ObjectMeta: metav1.ObjectMeta{Name: "argocd-secret", Namespace: namespace, Labels: labels},
			Data:       map[string][]byte{"server.secretkey": []byte("for tests only")},
		},
		&corev1.Secret{
			ObjectMeta: metav1.ObjectMeta{Name: "argocd-oidc", Namespace: namespace, Labels: labels},
			Data:       map[string][]byte{"clientSecret": []byte("seen")},
		},
	)
	return settings.NewSettingsManager(context.Background(), client, namespace)
}
