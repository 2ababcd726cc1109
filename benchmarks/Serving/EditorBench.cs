using System.CommandLine;
using System.Diagnostics;
using Masterplan.Bench.Reports;
using Microsoft.Playwright;

namespace Masterplan.Bench.Serving;

/// <summary><c>editor</c>: from the request for Studio's designer to the first activity of <c>cluster-bootstrap</c> drawn, in Debian's Chromium.</summary>
internal static class EditorBench
{
    private const int Loads = 5;
    private static readonly Option<string> Program = new("--program") { Required = true, Description = "The program to measure." };
    private static readonly Option<string> Folder = new("--folder") { Description = "Where the database goes; a real disk.", DefaultValueFactory = _ => Environment.CurrentDirectory };
    private static readonly Option<string> Chromium = new("--chromium") { Description = "The browser.", DefaultValueFactory = _ => "/usr/bin/chromium" };

    public static Command Create()
    {
        var command = new Command("editor", $"Opens the designer {Loads} times with an empty cache and as often with a full one: how long until it is drawn.") { Program, Folder, Chromium, Report.Json };
        command.SetAction(async parsed =>
        {
            await using var served = await ServedProgram.StartAsync(parsed.GetValue(Program)!, parsed.GetValue(Folder)!);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = parsed.GetValue(Chromium),
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
            var (cold, warm) = (new List<double>(), new List<double>());
            for (var load = 0; load < Loads; load++)
            {
                await using var window = await browser.NewContextAsync(new() { BaseURL = served.Client.BaseAddress!.ToString(), ViewportSize = new() { Width = 1600, Height = 1000 } });
                await LogInAsync(window);
                cold.Add(await OpenAsync(window));
                warm.Add(await OpenAsync(window));
            }

            Report.Write([Row("with an empty cache", cold), Row("with a full cache", warm)], parsed.GetValue(Report.Json));
        });
        return command;
    }

    private static async Task LogInAsync(IBrowserContext window)
    {
        var answer = await window.APIRequest.PostAsync("/login", new() { Form = window.APIRequest.CreateFormData().Set("name", "admin").Set("password", ServedProgram.Password), MaxRedirects = 0 });
        if (answer.Status is not (302 or 303))
            throw new InvalidOperationException($"The login was answered with {answer.Status}.");
    }

    private static async Task<double> OpenAsync(IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        var began = Stopwatch.GetTimestamp();
        await page.GotoAsync("/studio/workflows/definitions/cluster-bootstrap/edit", new() { Timeout = 120_000 });
        await page.WaitForSelectorAsync(".x6-node .activity-label", new() { Timeout = 120_000 });
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
