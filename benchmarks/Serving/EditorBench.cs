using System.CommandLine;
using System.Diagnostics;
using Masterplan.Bench.Reports;
using Microsoft.Playwright;

namespace Masterplan.Bench.Serving;

/// <summary><c>editor</c>: from the request for Studio's designer to the first activity of <c>cluster-bootstrap</c> drawn, in Debian's Chromium with a profile on disk, as people have it.</summary>
internal static class EditorBench
{
    private const int Loads = 5;
    private const string Drawn = ".x6-node .activity-label";
    private const string List = "/studio/workflows/definitions";
    private static readonly Option<string> Chromium = new("--chromium") { Description = "The browser.", DefaultValueFactory = _ => "/usr/bin/chromium" };

    public static Command Create()
    {
        var command = new Command("editor", $"Opens the designer {Loads} times with an empty cache, as often with a full one, and as often from the list of workflows: how long until it is drawn.") { ServedProgram.Program, ServedProgram.Folder, Chromium, Report.Json };
        command.SetAction(async parsed =>
        {
            await using var served = await ServedProgram.StartAsync(parsed.GetValue(ServedProgram.Program)!, parsed.GetValue(ServedProgram.Folder)!);
            using var playwright = await Playwright.CreateAsync();
            var (cold, warm, next) = (new List<double>(), new List<double>(), new List<double>());
            for (var load = 0; load < Loads; load++)
            {
                var profile = Directory.CreateDirectory(Path.Combine(parsed.GetValue(ServedProgram.Folder)!, $"masterplan-profile-{Guid.NewGuid():n}"));
                await using (var window = await OpenAsync(playwright, parsed.GetValue(Chromium)!, profile.FullName, served))
                {
                    cold.Add(await LoadAsync(window));
                    // The browser keeps compiled code from the second load on.
                    await LoadAsync(window);
                    warm.Add(await LoadAsync(window));
                    next.Add(await GoOnAsync(window));
                }

                profile.Delete(recursive: true);
            }

            Report.Write([Row("with an empty cache", cold), Row("with a full cache", warm), Row("from the list of workflows", next)], parsed.GetValue(Report.Json));
        });
        return command;
    }

    private static async Task<IBrowserContext> OpenAsync(IPlaywright playwright, string chromium, string profile, ServedProgram served)
    {
        var window = await playwright.Chromium.LaunchPersistentContextAsync(profile, new()
        {
            BaseURL = served.Client.BaseAddress!.ToString(),
            ViewportSize = new() { Width = 1600, Height = 1000 },
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        window.SetDefaultTimeout(120_000);
        var answer = await window.APIRequest.PostAsync("/login", new() { Form = window.APIRequest.CreateFormData().Set("name", "admin").Set("password", ServedProgram.Password), MaxRedirects = 0 });
        return answer.Status is 302 or 303 ? window : throw new InvalidOperationException($"The login was answered with {answer.Status}.");
    }

    private static async Task<double> LoadAsync(IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        var began = Stopwatch.GetTimestamp();
        await page.GotoAsync($"{List}/cluster-bootstrap/edit", new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForSelectorAsync(Drawn);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await page.CloseAsync();
        return took;
    }

    /// <summary>From the click on the workflow in the list.</summary>
    private static async Task<double> GoOnAsync(IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(List);
        var row = page.Locator("tbody tr", new() { HasText = "cluster-bootstrap" }).First;
        await row.WaitForAsync();
        var began = Stopwatch.GetTimestamp();
        await row.ClickAsync();
        await page.WaitForSelectorAsync(Drawn);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await page.CloseAsync();
        return took;
    }

    private static Dictionary<string, object> Row(string what, List<double> times)
    {
        times.Sort();
        return new() { ["editor"] = what, ["median"] = times[times.Count / 2], ["slowest"] = times[^1], ["unit"] = "s" };
    }
}
