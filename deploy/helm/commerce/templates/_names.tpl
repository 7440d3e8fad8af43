{{- /* What all objects' names begin with: the release's name, with the chart's where it is not in it. */}}
{{- define "commerce.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- /* What a part's pods are found by. Takes a dict of root and name. It never changes: a Deployment's selector cannot. */}}
{{- define "commerce.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "commerce.labels" -}}
{{ include "commerce.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- /* Two releases have a router each: with one prefix, the certificate of one would take the other's place. */}}
{{- define "commerce.certificatePrefix" -}}
{{ .Values.tls.secretPrefix | default (printf "%s-tls-" (include "commerce.fullname" .)) }}
{{- end }}

{{- define "commerce.image" -}}
{{- with .Values.image }}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}
