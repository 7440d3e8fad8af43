{{- /*
The processes of the system, from the values' domains: what each other template goes through, so that a domain is in all of
them. A part has
  name      as its certificate has it: order-core
  kind      router, core or graph
  domain    none of the router
  names     those in its certificate
  args      what the image runs
  port      of what it serves
  asks      the parts that it asks
  settings  the values' section of its kind, with what its domain says instead
*/}}
{{- define "commerce.parts" -}}
{{- $edge := .Values.edge }}
{{- $graphs := list }}
{{- $cores := list }}
{{- range $domain, $_ := .Values.domains }}
{{- $graphs = append $graphs (printf "%s-graph" $domain) }}
{{- $cores = append $cores (printf "%s-core" $domain) }}
{{- end }}
{{- $program := ternary "edge/main.js" "router/main.js" $edge }}
{{- $names := ternary (prepend $graphs "router") (list "router") $edge }}
{{- $parts := list (dict "name" "router" "kind" "router" "names" $names "args" (list $program) "port" 4000 "asks" (ternary $cores $graphs $edge) "settings" .Values.router) }}
{{- range $domain, $values := .Values.domains }}
{{- $asked := list }}
{{- range $values.neighbours }}{{ $asked = append $asked (printf "%s-core" .) }}{{ end }}
{{- $core := mergeOverwrite (deepCopy $.Values.core) (deepCopy ($values.core | default dict)) }}
{{- $graph := mergeOverwrite (deepCopy $.Values.graph) (deepCopy ($values.graph | default dict)) }}
{{- $parts = append $parts (dict "name" (printf "%s-core" $domain) "kind" "core" "domain" $domain "names" (list (printf "%s-core" $domain)) "args" (list (printf "subgraphs/%s/core/main.js" $domain)) "port" 5050 "asks" $asked "settings" $core) }}
{{- if not $edge }}
{{- $parts = append $parts (dict "name" (printf "%s-graph" $domain) "kind" "graph" "domain" $domain "names" (list (printf "%s-graph" $domain)) "args" (list (printf "subgraphs/%s/graph/main.js" $domain)) "port" 4000 "asks" (list (printf "%s-core" $domain)) "settings" $graph) }}
{{- end }}
{{- end }}
{{- dict "parts" $parts | toYaml }}
{{- end }}

{{- /* Where a domain's store's URL is: a Secret and its key. Takes a dict of root and domain. */}}
{{- define "commerce.storeSecret" -}}
{{- if .root.Values.trialStores.enabled -}}
{ secret: {{ include "commerce.fullname" .root }}-{{ .domain }}-store, key: url }
{{- else -}}
{{- with (get .root.Values.domains .domain).store }}{ secret: {{ .secret }}, key: {{ .key }} }{{ end }}
{{- end }}
{{- end }}

{{- /* The variables of a part whose values are in Secrets. Takes a dict of root and part. */}}
{{- define "commerce.secrets" -}}
{{- $secrets := deepCopy (.part.settings.secrets | default dict) }}
{{- $values := .root.Values }}
{{- if eq .part.kind "core" }}
{{- $store := (get $values.domains .part.domain).store }}
{{- $name := ternary "ELASTICSEARCH_URL" "DATABASE_URL" (eq $store.kind "elasticsearch") }}
{{- $_ := set $secrets $name (include "commerce.storeSecret" (dict "root" .root "domain" .part.domain) | fromYaml) }}
{{- else if $values.routerSecret }}
{{- $_ := set $secrets "ROUTER_SECRET" $values.routerSecret }}
{{- end }}
{{- if and (eq .part.kind "router") $values.supergraph.urlSecret }}
{{- $_ := set $secrets "SUPERGRAPH_URL" $values.supergraph.urlSecret }}
{{- end }}
{{- $secrets | toYaml }}
{{- end }}

{{- /* The variables of a part, by their names. Takes a dict of root and part. */}}
{{- define "commerce.environment" -}}
{{- $values := .root.Values }}
{{- $part := .part }}
{{- $fullname := include "commerce.fullname" .root }}
{{- $scheme := ternary "http" "https" (eq $values.tls.mode "none") }}
{{- $env := dict "ADMIN_PORT" "9000" "DRAIN_MS" ($values.drainMs | int | toString) }}
{{- if eq $part.kind "router" }}
{{- if not $values.edge }}
{{- range $domain, $_ := $values.domains }}
{{- $_ := set $env (printf "SUBGRAPH_URL_%s" (upper $domain)) (printf "%s://%s-%s-graph:4000/graphql" $scheme $fullname $domain) }}
{{- end }}
{{- end }}
{{- with $values.supergraph }}
{{- if or .inline .configMap }}{{ $_ := set $env "SUPERGRAPH_PATH" "/supergraph/supergraph.graphql" }}{{ end }}
{{- if .url }}{{ $_ := set $env "SUPERGRAPH_URL" .url }}{{ end }}
{{- if .publicKey }}{{ $_ := set $env "SUPERGRAPH_PUBLIC_KEY" .publicKey }}{{ end }}
{{- if or .url .urlSecret }}{{ $_ := set $env "SUPERGRAPH_CACHE" "/kept/supergraph.graphql" }}{{ end }}
{{- end }}
{{- else }}
{{- $_ := set $env (ternary "GRPC_PORT" "PORT" (eq $part.kind "core")) ($part.port | int | toString) }}
{{- end }}
{{- range $part.asks }}
{{- if hasSuffix "-core" . }}{{ $_ := set $env (printf "%s_CORE" (trimSuffix "-core" . | upper)) (printf "%s-%s:5050" $fullname .) }}{{ end }}
{{- end }}
{{- if ne $part.kind "graph" }}
{{- with $values.auth }}
{{- if .disabled }}{{ $_ := set $env "AUTH" "off" }}
{{- else }}
{{- $_ := set $env "AUTH_JWKS" (.jwks | default "/keys/jwks.json") }}
{{- $_ := set $env "AUTH_ISSUER" .issuer }}
{{- $_ := set $env "AUTH_AUDIENCE" .audience }}
{{- end }}
{{- end }}
{{- end }}
{{- if ne $values.tls.mode "none" }}
{{- range $name, $file := dict "TLS_CERT" "tls.crt" "TLS_KEY" "tls.key" "TLS_CA" "ca.crt" }}
{{- $_ := set $env $name (printf "/run/certificates/%s" $file) }}
{{- end }}
{{- end }}
{{- range $name, $_ := include "commerce.secrets" . | fromYaml }}
{{- $_ := set $env (printf "%s_FILE" $name) (printf "/run/secrets/%s/value" $name) }}
{{- end }}
{{- range $name, $_ := $part.settings.files }}
{{- $_ := set $env $name (printf "/run/files/%s/value" $name) }}
{{- end }}
{{- mergeOverwrite $env (deepCopy $values.env) (deepCopy ($part.settings.env | default dict)) | toYaml }}
{{- end }}
