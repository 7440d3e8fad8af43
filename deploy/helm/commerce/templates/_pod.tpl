{{- /* What every pod of ours has, as the restricted profile wants it. Takes the root. */}}
{{- define "commerce.podSecurity" -}}
automountServiceAccountToken: false
# With links, each Service would be a variable of each process.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  # The image's user, node.
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "commerce.container" -}}
image: {{ include "commerce.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{- /* Variables by their names, as a container has them. */}}
{{- define "commerce.env" -}}
{{- range $name, $value := . }}
- { name: {{ $name }}, value: {{ $value | toString | quote }} }
{{- end }}
{{- end }}
