namespace Outrigger.Local.Views;

/// <summary>Shows the mesh to a person, again after every change.</summary>
internal interface IMeshView
{
    /// <summary>Shows the summary. Called by one caller at a time.</summary>
    void Show(MeshSummary summary);
}
