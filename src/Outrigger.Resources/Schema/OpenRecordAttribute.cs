namespace Outrigger.Resources.Schema;

/// <summary>
/// The record knows only the fields that a mesh needs of a larger Kubernetes type: other fields are accepted
/// unread.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenRecordAttribute : Attribute;
