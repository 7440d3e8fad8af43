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

{{- /* Folders of Secrets: takes a dict of folder and entries, each by the name of its variable. */}}
{{- define "commerce.secretMounts" -}}
{{- range $name, $_ := .entries }}
- { name: {{ $name | lower | replace "_" "-" }}, mountPath: {{ printf "/run/%s/%s" $.folder $name }}, readOnly: true }
{{- end }}
{{- end }}

{{- define "commerce.secretVolumes" -}}
{{- range $name, $from := . }}
- name: {{ $name | lower | replace "_" "-" }}
  secret: { secretName: {{ $from.secret }}, defaultMode: 0440, items: [{ key: {{ $from.key | quote }}, path: value }] }
{{- end }}
{{- end }}
