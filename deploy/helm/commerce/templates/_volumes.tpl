{{- /* What a part reads from files, and where. Both take a dict of root and part. */}}
{{- define "commerce.mounts" -}}
{{- $values := .root.Values }}
{{- $environment := include "commerce.environment" . | fromYaml }}
{{- include "commerce.secretMounts" (dict "folder" "secrets" "entries" (include "commerce.secrets" . | fromYaml)) }}
{{- include "commerce.secretMounts" (dict "folder" "files" "entries" .part.settings.files) }}
{{- if ne $values.tls.mode "none" }}
- { name: certificates, mountPath: /run/certificates, readOnly: true }
{{- end }}
{{- if and $values.auth.keysConfigMap (ne .part.kind "graph") }}
- { name: keys, mountPath: /keys, readOnly: true }
{{- end }}
{{- if hasKey $environment "SUPERGRAPH_PATH" }}
- { name: supergraph, mountPath: /supergraph, readOnly: true }
{{- end }}
{{- if hasKey $environment "SUPERGRAPH_CACHE" }}
- { name: kept, mountPath: /kept }
{{- end }}
{{- end }}

{{- define "commerce.volumes" -}}
{{- $values := .root.Values }}
{{- $environment := include "commerce.environment" . | fromYaml }}
{{- include "commerce.secretVolumes" (include "commerce.secrets" . | fromYaml) }}
{{- include "commerce.secretVolumes" .part.settings.files }}
{{- if ne $values.tls.mode "none" }}
- name: certificates
  secret: { secretName: {{ include "commerce.certificatePrefix" .root }}{{ .part.name }}, defaultMode: 0440 }
{{- end }}
{{- if and $values.auth.keysConfigMap (ne .part.kind "graph") }}
- { name: keys, configMap: { name: {{ $values.auth.keysConfigMap }} } }
{{- end }}
{{- if hasKey $environment "SUPERGRAPH_PATH" }}
- { name: supergraph, configMap: { name: {{ $values.supergraph.configMap | default (printf "%s-supergraph" (include "commerce.fullname" .root)) }} } }
{{- end }}
{{- if hasKey $environment "SUPERGRAPH_CACHE" }}
- { name: kept, emptyDir: { sizeLimit: 256Mi } }
{{- end }}
{{- end }}

{{- /* Keys of Secrets as files, each in a folder of its variable's name: takes a dict of folder and entries. */}}
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
