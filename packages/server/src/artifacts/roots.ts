/** The artifact URIs of what keeps artifacts. Each throws RESOURCE_DOES_NOT_EXIST for what there is none of. */
export interface ArtifactRoots {
  ofRun(runId: string): Promise<string>;
  ofLoggedModel(modelId: string): Promise<string>;
  ofModelVersion(name: string, version: string): Promise<string>;
}
