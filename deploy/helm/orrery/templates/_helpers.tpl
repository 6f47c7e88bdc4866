{{- define "orrery.labels" -}}
app.kubernetes.io/name: orrery
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "orrery.selector" -}}
app.kubernetes.io/name: orrery
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "orrery.name" -}}
{{- if eq .Release.Name "orrery" }}orrery{{ else }}{{ .Release.Name }}-orrery{{ end }}
{{- end }}

{{- define "orrery.hasPostgres" -}}
{{- if or .Values.database.existingSecret (and .Values.database.tracking .Values.database.studies) }}yes{{ end }}
{{- end }}

{{- define "orrery.databaseSecret" -}}
{{- .Values.database.existingSecret | default (printf "%s-database" (include "orrery.name" .)) }}
{{- end }}

{{- define "orrery.s3Secret" -}}
{{- .Values.artifacts.s3.existingSecret | default (printf "%s-s3" (include "orrery.name" .)) }}
{{- end }}

{{- define "orrery.hasS3Secret" -}}
{{- if or .Values.artifacts.s3.existingSecret .Values.artifacts.s3.accessKeyId .Values.artifacts.s3.endpointUrl }}yes{{ end }}
{{- end }}

{{- define "orrery.check" -}}
{{- if and (gt (int .Values.replicas) 1) (not (and (include "orrery.hasPostgres" .) .Values.artifacts.destination)) }}
{{- fail "More than one replica needs database.tracking and database.studies (PostgreSQL) and artifacts.destination (S3)." }}
{{- end }}
{{- if and (gt (int .Values.replicas) 1) .Values.persistence.enabled (ne .Values.persistence.accessMode "ReadWriteMany") }}
{{- fail "More than one replica needs persistence.enabled=false, or a volume with persistence.accessMode=ReadWriteMany." }}
{{- end }}
{{- end }}

{{- define "orrery.hosts" -}}
{{- $names := list .Values.service.name (printf "%s.%s" .Values.service.name .Release.Namespace) (printf "%s.%s.svc" .Values.service.name .Release.Namespace) (printf "%s.%s.svc.cluster.local" .Values.service.name .Release.Namespace) }}
{{- if .Values.ingress.enabled }}{{ $names = append $names .Values.ingress.host }}{{ end }}
{{- join "," (concat $names .Values.allowedHosts) }}
{{- end }}
